export const PAGE_STYLE = `
:root{color-scheme:light;font:15px/1.45 system-ui,sans-serif;color:#1b2733;background:#f3f5f8}
body{margin:0}
header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;background:#0b5cab;padding:.5rem 1.25rem}
header a{color:#fff;text-decoration:none;font-weight:600;font-size:1.1rem}
header form{display:inline-block;margin-left:.5rem}
main{max-width:84rem;margin:1rem auto;padding:0 1.25rem 3rem}
h1{font-size:1.3rem;margin:.5rem 0}h2{font-size:1.05rem;margin:0 0 .3rem}
.facts{color:#55626f;font-size:.9rem;margin:.2rem 0 .8rem}
table{border-collapse:collapse;width:100%;background:#fff;border:1px solid #dde3ea}
th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}
th{background:#e8edf3;font-weight:600;font-size:.85rem}
td.short{white-space:nowrap}td:first-child{min-width:9rem}td.message{min-width:15rem;font-size:.9rem}td.number{text-align:right;white-space:nowrap}
section,form.card{background:#fff;border:1px solid #dde3ea;border-radius:6px;padding:1rem;margin:0 0 1rem}
.columns{display:grid;grid-template-columns:3fr 2fr;gap:1rem;align-items:start}@media(max-width:50rem){.columns{grid-template-columns:1fr}}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:.6rem}.fields .wide{grid-column:1/-1}
label{display:block;font-size:.85rem;font-weight:600;margin-bottom:.15rem}
input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.35rem;border:1px solid #9aa7b5;border-radius:4px;background:#fff;color:inherit}
textarea{min-height:4.5rem;resize:vertical}
button{font:inherit;padding:.4rem .9rem;border:0;border-radius:4px;background:#0b5cab;color:#fff;cursor:pointer}
form.card button{margin-top:.8rem}
button.quiet{background:#e8edf3;color:#1b2733}button.danger{background:#b3261e}
dl{margin:0}dt{font-size:.85rem;font-weight:600;margin-top:.55rem;color:#55626f}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.status{display:inline-block;border-radius:1rem;padding:.05rem .6rem;background:#e8edf3;white-space:nowrap}
.Synced{background:#cfeed8}.Waiting{background:#fdf0c4}.Action{background:#ffdcb5}.Error{background:#f8cdca}
`;
