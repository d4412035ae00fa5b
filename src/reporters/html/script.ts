/** The script of the page: search, filters, and what is folded. Without it everything is there to be read. */
export const SCRIPT = `
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const [tools, search, severity, outcome, host, shown] = ['tools', 'search', 'severity', 'outcome', 'host', 'shown'].map(byId);
  const rows = [...document.querySelectorAll('tr[data-row]')];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const ranks = ['info', 'low', 'medium', 'high', 'critical'];
  const fits = (row) => {
    const { severity: own, outcome: kind, hosts } = row.dataset;
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    return words.every((word) => texts.get(row).includes(word))
      && (own === undefined || severity.value === '' || ranks.indexOf(own) >= ranks.indexOf(severity.value))
      && (kind === undefined || outcome.value === '' || kind === outcome.value)
      && (host.value === '' || hosts === undefined || hosts.split(' ').includes(host.value));
  };
  const tables = [...document.querySelectorAll('.scroll')].filter((one) => one.querySelector('tr[data-row]') !== null);
  const filter = () => {
    let count = 0;
    for (const row of rows) {
      row.hidden = !fits(row);
      if (!row.hidden) count += 1;
    }
    for (const table of tables) {
      table.hidden = table.querySelector('tr[data-row]:not([hidden])') === null;
      const head = table.previousElementSibling;
      if (head !== null && head.tagName === 'H3') head.hidden = table.hidden;
    }
    shown.textContent = count + ' of ' + rows.length + ' rows shown';
  };
  for (const control of [search, severity, outcome, host]) control.addEventListener('input', filter);
  byId('clear').addEventListener('click', () => {
    for (const control of [search, severity, outcome, host]) control.value = '';
    filter();
    search.focus();
  });
  const fold = (open) => {
    for (const one of document.querySelectorAll('details')) one.open = open;
  };
  byId('unfold').addEventListener('click', () => fold(true));
  byId('fold').addEventListener('click', () => fold(false));
  document.addEventListener('keydown', (event) => {
    const typing = /^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });
  const reveal = () => {
    const target = location.hash.length > 1 ? byId(location.hash.slice(1)) : null;
    if (target === null) return;
    for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (target.hidden) byId('clear').click();
    target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details.mends')) one.open = true;
  });
  tools.hidden = false;
  filter();
  reveal();
})();
`;
