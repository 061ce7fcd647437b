// Run on a small disk of its own: fills it, and then may only read it. Prints the codes that came of both.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { Releases } from 'release-core';

const [disk] = process.argv.slice(2);
const path = join(disk, 'releases.db');
const codes = [];
const releases = await Releases.open(path);
try {
  for (let n = 0; n < 10_000; n += 1) await releases.createProject(`web-${n}`, 'acme/web');
} catch (error) {
  codes.push(error.code);
}
await releases.close();
execFileSync('mount', ['-o', 'remount,ro', disk]);
try {
  await Releases.open(path);
} catch (error) {
  codes.push(error.code);
}
console.log(JSON.stringify(codes));
