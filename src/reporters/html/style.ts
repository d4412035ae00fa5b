/** The style of the page. Colours are variables, dark where the reader's system is; contrasts are those of WCAG 2.2 AA. */
export const STYLE = `
:root{color-scheme:light dark;--back:#fff;--front:#1b1f24;--faint:#57606a;--line:#c4ccd4;--panel:#f4f6f8;--link:#0550ae;
--critical:#a40e26;--high:#b3261e;--medium:#8a5300;--low:#3c5a00;--info:#0550ae;--good:#1a6b34;--bar:#2f6f9f}
@media (prefers-color-scheme:dark){:root{--back:#12161b;--front:#e6edf3;--faint:#9da7b1;--line:#3d444d;--panel:#1b2129;--link:#79b8ff;
--critical:#ff8a94;--high:#ff9d8f;--medium:#f0b45b;--low:#b5d46a;--info:#79b8ff;--good:#6fd08c;--bar:#5aa7dd}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1rem 1.5rem 4rem;background:var(--back);color:var(--front);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1.05rem;margin:1.25rem 0 .4rem}
a{color:var(--link)}.skip{position:absolute;left:-99rem}.skip:focus{position:static}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.verdict{font-size:1.15rem;font-weight:600}.faint{color:var(--faint)}
.counts{display:flex;flex-wrap:wrap;gap:.75rem;list-style:none;padding:0}.counts li{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.4rem .9rem;min-width:6rem}
.counts b{display:block;font-size:1.5rem}
.tools{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.6rem .9rem}
.tools[hidden]{display:none}.tools label{display:flex;flex-direction:column;font-size:.85rem}
input,select,button{font:inherit;color:inherit;background:var(--back);border:1px solid var(--faint);border-radius:.3rem;padding:.25rem .5rem}
.scroll{overflow-x:auto;position:relative}table{border-collapse:collapse;width:100%;margin:.25rem 0 1rem}
caption{text-align:left;color:var(--faint);font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line);max-width:40rem}
th[scope=row]{font-weight:600}thead th{background:var(--panel);white-space:nowrap}
code{font:.85em/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
details{margin:.25rem 0}td>details>summary,.day{white-space:nowrap}summary{cursor:pointer}
.critical,.high{color:var(--high);font-weight:600}.critical{color:var(--critical)}.medium{color:var(--medium);font-weight:600}.low{color:var(--low)}.info{color:var(--info)}.good{color:var(--good)}
svg{width:100%;height:auto;min-width:40rem;max-width:70rem}svg text{fill:var(--front);font:12px system-ui,sans-serif}
.bar{fill:var(--bar)}.bar.ended{fill:var(--high)}.bar.soon{fill:var(--medium)}.now{stroke:var(--high);stroke-width:2}.year{stroke:var(--line)}
.unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}[id]{scroll-margin-top:8rem}
@media (max-width:60rem),(max-height:30rem){.tools{position:static}[id]{scroll-margin-top:1rem}}
:target{outline:2px solid var(--link)}
@media print{:root{color-scheme:light;--back:#fff;--front:#000;--faint:#444;--line:#999;--panel:#fff;--link:#000;--critical:#a40e26;--high:#b3261e;--medium:#8a5300;--low:#3c5a00;--info:#0550ae;--good:#1a6b34;--bar:#2f6f9f}
body{max-width:none;padding:0;font-size:9.5pt}.tools,.tools[hidden],.skip,nav{display:none}.scroll{overflow:visible}svg{min-width:0}tr,svg{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}th,td{overflow-wrap:anywhere}}
`;
