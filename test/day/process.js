/**
 * The built program in a process of its own, at a time and in a network of somebody else's choosing, that may meet its end
 * at a certain step of writing. What it is told comes in the variable DAY.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { main } from '../../dist/cli/main.js';
import { realShell } from '../../dist/cli/shell.js';
import { dialTcp } from '../../dist/net/dial.js';
import { realWorld } from '../../dist/net/world.js';

const { argv, now: begun, names, ports, die } = JSON.parse(process.env.DAY);
let now = begun;

const failure = (code, stage) => ({ ok: false, failure: { code, stage, detail: code } });
const world = {
  ...realWorld('scanner.contoso.com'),
  resolve: async (name) =>
    names[name] === undefined ? failure('name-not-found', 'resolve') : { ok: true, addresses: [names[name]] },
  dial: async (address, port, options) => {
    const real = ports[`${address}:${port}`];
    return real === undefined ? failure('connection-refused', 'dial') : dialTcp('127.0.0.1', real, options);
  },
  wait: async (ms) => {
    now += ms;
  },
};

if (die !== null) {
  const { open, rename } = fs;
  const isIt = (path) => new RegExp(die.file).test(String(path));
  const end = () => {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing more is to be done before it comes.
    for (;;);
  };
  if (die.at === 'half') {
    fs.open = async (path, ...rest) => {
      const file = await open(path, ...rest);
      if (!isIt(path)) return file;
      const { writeFile } = file;
      file.writeFile = async (text) => {
        await writeFile.call(file, text.slice(0, text.length / 2));
        end();
      };
      return file;
    };
  }
  fs.rename = async (from, to) => {
    if (die.at === 'before' && isIt(to)) end();
    await rename(from, to);
    if (die.at === 'after' && isIt(to)) end();
  };
  syncBuiltinESMExports();
}

process.exitCode = await main(argv, { ...realShell(), now: () => now, world });
