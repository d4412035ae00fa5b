#!/usr/bin/env node
import module from 'node:module';
import { isAbsolute, join } from 'node:path';

// Node 22.8 and newer keep compiled code, by default in the temporary folder, which other users can write to.
const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
const cache = [XDG_CACHE_HOME, LOCALAPPDATA, HOME && join(HOME, '.cache')].find(
  (path) => path && isAbsolute(path),
);
if (cache) module.enableCompileCache?.(join(cache, 'exchange-tls'));

const { main } = await import('../dist/bundle/main.js');
process.exitCode = await main(process.argv.slice(2));
