// How the report page looks: on light and dark screens, and on paper. What it says is html.ts.

/** Colours by scheme; the diagram brings its own. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;--good:#1a7f37;--bad:#cf222e}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--soft:#9da7b1;--line:#30363d;--panel:#161b22;--good:#3fb950;--bad:#f85149}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:1200px;margin:0 auto;padding:24px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px;border-bottom:1px solid var(--line);padding-bottom:4px}h3{font-size:15px;margin:16px 0 4px}
.switch{float:right;color:var(--soft);font-size:13px}.switch label{margin-left:8px;cursor:pointer}
.facts{color:var(--soft);margin:0;overflow-wrap:anywhere}.facts b{color:var(--ink);font-weight:600}
.figures{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0}.figure{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:8px 16px;min-width:110px}
.figure b{display:block;font-size:24px;line-height:1.3}.passed{color:var(--good)}.failed{color:var(--bad)}.skipped{color:var(--soft)}
.warning{border-left:4px solid var(--bad);background:var(--panel);padding:8px 12px;margin:12px 0;white-space:pre-wrap;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{border:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:var(--panel);font-weight:600}td.number{text-align:right;white-space:nowrap}tr.now td{background:color-mix(in srgb,var(--bad) 12%,transparent)}
meter{width:120px}.scroll{overflow-x:auto}.scroll svg{display:block;height:auto;max-width:none}
code{font-family:ui-monospace,Consolas,monospace;font-size:13px;overflow-wrap:anywhere;white-space:pre-wrap}
:root:has(#zh:checked) [lang=en],:root:has(#en:checked) [lang=zh]{display:none}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#999;--panel:#fff;--good:#1a7f37;--bad:#cf222e}main{max-width:none;padding:0}.switch{display:none}.scroll{overflow:visible}.scroll svg{max-width:100%}h2,h3{break-after:avoid}tr,.figure,svg{break-inside:avoid}}
`.trim();
