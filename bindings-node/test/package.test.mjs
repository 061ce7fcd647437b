// The package: what is in it, and that its types fit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const json = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

test('what is packed is what is run, and nothing else', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }));
  const lib = readdirSync(new URL('../lib', import.meta.url), { recursive: true }).filter((name) => name.endsWith('.js'));
  const expected = [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'index.d.mts',
    'index.d.ts',
    'index.js',
    'index.mjs',
    'native.js',
    'package.json',
    ...lib.map((name) => `lib/${name}`),
  ];
  assert.deepEqual(files.map(({ path }) => path).sort(), expected.sort());
});

test('the licences are those of the workspace', () => {
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) {
    const read = (path) => readFileSync(new URL(`${path}${name}`, import.meta.url), 'utf8');
    assert.equal(read('../'), read('../../'), name);
  }
});

test('there is a package for each platform that the loader asks for', () => {
  const { napi, version, engines, license } = json('package.json');
  const loader = readFileSync(new URL('../native.js', import.meta.url), 'utf8');
  const platforms = readdirSync(new URL('../npm', import.meta.url));
  assert.equal(platforms.length, napi.targets.length);
  for (const platform of platforms) {
    const { name, main, files, ...own } = json(`npm/${platform}/package.json`);
    assert.deepEqual([name, main, files], [`release-core-${platform}`, `release_core.${platform}.node`, [main]]);
    assert.deepEqual([own.version, own.engines, own.license], [version, engines, license]);
    assert.ok(loader.includes(`require('${name}')`) && loader.includes(`require('./${main}')`), platform);
  }
  const cargo = readFileSync(new URL('../../Cargo.toml', import.meta.url), 'utf8');
  assert.equal(/^version = "(.*)"$/m.exec(cargo)?.[1], version);
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'), /"resolved"/);
});

test('every public name has a description', () => {
  const lines = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8').split('\n');
  const naked = lines.filter((line, index) => {
    const isName = /^(export (declare )?(class|interface|type|function|const)|  (private |static |readonly )*[\w[\].]+\??[:(<])/.test(line);
    return isName && !/\*\/$/.test(lines[index - 1]);
  });
  assert.deepEqual(naked, []);
});
