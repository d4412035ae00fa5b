#!/usr/bin/env node
'use strict';
const { join } = require('node:path');
const { load } = require('./compiled.js');

/** "Could not be assessed", as monitoring plugins say it, too. */
const BROKEN = 3;

const [command] = process.argv.slice(2);
// What people wait for; the others share what the first of them called.
const purpose = command === 'scan' || command === 'check' ? command : 'other';

async function run(program) {
  process.exitCode = await program.exports.main(process.argv.slice(2));
  program.keep();
}

try {
  void run(load(join(__dirname, '../dist/bundle/exchange-tls.cjs'), purpose));
} catch (error) {
  // A clone that is not built, or an old Node: the trace of either would be a page of code.
  process.stderr.write(
    `exchange-tls: cannot start: ${error.message} (Node 20.19 or newer is needed, this is ${process.version}; in a clone, npm ci builds the program)\n`,
  );
  process.exitCode = BROKEN;
}
