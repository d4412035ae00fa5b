/** Writes the manual page from the tables of commands and options that the command line itself uses. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { COMMANDS } from '../dist/cli/commands/index.js';
import { manualPage } from '../dist/cli/man/page.js';
import { VERSION } from '../dist/version.js';

const root = new URL('..', import.meta.url);
const changelog = await readFile(new URL('CHANGELOG.md', root), 'utf8');
const heading = changelog.split('\n').find((line) => line.startsWith(`## [${VERSION}]`)) ?? '';
const [date = ''] = heading.match(/\d{4}-\d{2}-\d{2}$/) ?? [];

await mkdir(new URL('man/', root), { recursive: true });
await writeFile(new URL('man/exchange-tls.1', root), manualPage(COMMANDS, VERSION, date));
