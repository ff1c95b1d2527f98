export const PAGE_STYLE = `
:root { color-scheme: light; font: 15px/1.45 system-ui, sans-serif; color: #1b1b1f; background: #f3f4f7 }
body { margin: 0 auto; max-width: 68rem; padding: 1rem 1.25rem 4rem }
header { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: space-between }
h1 { font-size: 1.3rem; margin: .5rem 0 } h2 { font-size: 1.05rem; margin: 0 }
nav { display: flex; gap: .25rem; border-bottom: 1px solid #c9ccd6; margin: .75rem 0 1rem }
nav a { padding: .45rem .9rem; color: #2b4a9b; text-decoration: none; border-radius: .4rem .4rem 0 0 }
nav a[aria-current] { background: #fff; color: #1b1b1f; font-weight: 600; border: 1px solid #c9ccd6; border-bottom-color: #fff; margin-bottom: -1px }
article { background: #fff; border: 1px solid #dcdee6; border-radius: .6rem; padding: 1rem; margin: 0 0 .9rem }
.top { display: flex; gap: .75rem; justify-content: space-between; align-items: baseline }
.stage { border-radius: 1rem; padding: .1rem .7rem; font-size: .85rem; background: #e6e9f2; white-space: nowrap }
.Received { background: #fff2cc } .Accepted { background: #dbeeda } .Archived, .Closed { background: #e3e3e6 }
.facts { color: #55585f; font-size: .9rem; margin: .2rem 0 .7rem; overflow-wrap: anywhere }
.fields { display: grid; gap: .6rem; grid-template-columns: 2.2fr 1.3fr .7fr 1fr 1.6fr 1.5fr }
@media (max-width: 55rem) { .fields { grid-template-columns: 1fr 1fr } }
label { display: grid; gap: .15rem; font-size: .82rem; color: #55585f } label.wide { grid-column: 1 / -1 }
input, select, textarea, button { font: inherit; color: inherit; padding: .35rem .5rem; border: 1px solid #b9bcc8; border-radius: .35rem; background: #fff }
textarea { min-height: 3.6rem; resize: vertical }
.acts { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .8rem; align-items: center }
input, select, textarea { color: #1b1b1f; min-width: 0 } .acts select { max-width: 19rem }
button { cursor: pointer } button.danger { color: #a3201a; border-color: #a3201a } button.main { background: #2b4a9b; border-color: #2b4a9b; color: #fff }
form.inline { display: inline-flex; gap: .4rem }
`;
