"""The look of a report: wide on a screen, cards on a phone, black on white on paper. Colour alone says nothing."""

STYLE = """
:root { --pass: #14663a; --warn: #7a4d00; --fail: #a3161f; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; color: var(--ink); background: #fff;
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; }
header { border-left: .5rem solid var(--line); padding: .25rem 0 .25rem 1rem; }
header.pass { border-color: var(--pass); } header.warn { border-color: var(--warn); }
header.fail { border-color: var(--fail); }
.verdict { font-weight: 700; text-transform: uppercase; letter-spacing: .04em; }
header.pass .verdict, .pass .badge, .badge.pass, .figure.pass .target { color: var(--pass); }
header.warn .verdict, .badge.warn { color: var(--warn); }
header.fail .verdict, .badge.fail, .figure.fail .target, .figure.fail .value { color: var(--fail); }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; margin-top: 1.25rem; }
.figure { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
.figure .name, .figure .target { color: var(--soft); font-size: .9rem; }
.figure .value { font-size: 1.8rem; font-weight: 700; line-height: 1.2; }
.row { display: grid; grid-template-columns: 11rem 1fr 6rem; gap: .75rem; align-items: center; margin: .2rem 0; }
.row .label { overflow-wrap: anywhere; } .row .time { color: var(--soft); font-variant-numeric: tabular-nums; }
.row.phase .label { font-weight: 600; }
.row svg { width: 100%; height: 1.1rem; display: block; }
.ground { fill: #eef1f4; } rect.phase { fill: #54606e; } rect.vm { fill: #2f6fb3; } rect.bad { fill: var(--fail); }
rect.vm, rect.bad { stroke: #fff; stroke-width: 1; vector-effect: non-scaling-stroke; }
.ticks { display: flex; justify-content: space-between; color: var(--soft); font-size: .8rem; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: break-word; }
td:first-child { font-weight: 600; }
.fold { max-height: 30rem; overflow: auto; border-bottom: 1px solid var(--line); }
.fold th, .fold td { padding: .15rem .6rem .15rem 0; }
.target:empty { display: none; }
.badge { font-weight: 700; white-space: nowrap; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .3rem .75rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.notes { margin-top: 1rem; color: var(--soft); font-size: .9rem; }
@media screen and (max-width: 40rem) {
  .figures { grid-template-columns: 1fr; gap: .6rem; }
  .figure { display: grid; grid-template-columns: 1fr auto; align-items: baseline; }
  .figure .value { font-size: 1.4rem; } .figure .target { grid-column: 1 / -1; }
  .row { grid-template-columns: 1fr auto; gap: 0 .5rem; margin: .55rem 0; }
  .row svg { grid-column: 1 / -1; grid-row: 2; }
  .row.axis .label { display: none; } .ticks { grid-column: 1 / -1; }
  .ticks span:nth-child(even) { display: none; }
  thead { position: absolute; left: -999rem; }
  table, tbody, tr, td { display: block; }
  tr { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; padding: .4rem .75rem; }
  tr.fail { border-left: .4rem solid var(--fail); } tr.warn { border-left: .4rem solid var(--warn); }
  td { border: 0; padding: .15rem 0; display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; }
  td.none { display: none; }
  td { overflow-wrap: anywhere; }
  td::before { color: var(--soft); font-weight: 400; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
}
@media print {
  @page { margin: 15mm; }
  body { font-size: 9.5pt; max-width: none; padding: 0; }
  .fold { max-height: none; overflow: visible; }
  h1 { font-size: 15pt; } h2 { break-after: avoid; }
  .figure, tr, .row { break-inside: avoid; }
  thead { display: table-header-group; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
