#!/usr/bin/env node
'use strict';
const { join } = require('node:path');
const { load } = require('./compiled.js');

const [command] = process.argv.slice(2);
// What people wait for; the others share what the first of them called.
const purpose = command === 'scan' || command === 'check' ? command : 'other';
const program = load(join(__dirname, '../dist/bundle/exchange-tls.cjs'), purpose);

async function run() {
  process.exitCode = await program.exports.main(process.argv.slice(2));
  program.keep();
}

void run();
