import { cameraRefusal, takePhoto } from './camera.js';
import { example } from './example.js';
import { intake } from './intake.js';
import { pngBlob, readPhoto } from './photo.js';
import { models, transfer } from './service.js';
import { Stage } from './stage.js';
import { Strip } from './strip.js';
import { Problem, wordsFor } from './words.js';

const $ = (id) => document.getElementById(id);
const stage = new Stage();
const strip = new Strip(reopen, forgotten);
let served; // what GET v1/models answers
let model;
let latest = null; // the file that was last drawn, for trying again
let running = new AbortController(); // of the photo at work

/** Draws what a file shows. A photo that is still being drawn gives way. */
async function draw(file) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    let begun = false;
    try {
        complain(null);
        await ready();
        const photo = await readPhoto(file, served.limits);
        signal.throwIfAborted();
        latest = file;
        arrange(true);
        stage.begin(photo, wordsFor(model));
        stage.focus();
        begun = true;
        const answer = await transfer(photo.blob, model, model.default_size, signal, (seconds, number, of) => {
            stage.say(`The server is busy. Trying again in ${seconds} s (${number} of ${of}).`);
        });
        signal.throwIfAborted();
        const result = resultOf(photo, answer);
        stage.show({ ...result, photo: photo.blob });
        stage.focus();
        await strip.add(result);
    } catch (error) {
        if (!signal.aborted) {
            report(error instanceof Problem ? error : new Problem('internal', error.message), begun);
        }
    }
}

/** What is shown and kept of an answer. */
function resultOf(photo, answer) {
    return {
        model,
        name: photo.name,
        photo: photo.kept,
        width: answer.photo.width,
        height: answer.photo.height,
        results: answer.results
            .map(({ box, png }) => ({ box, png: pngBlob(png) }))
            .sort((a, b) => (a.box && b.box ? a.box.left - b.box.left : 0)), // numbered from left to right
        found: answer.faces_found,
    };
}

function report(problem, begun) {
    if (begun) {
        stage.fail(problem);
        stage.focus();
    } else {
        if (stage.working) { // on a photo that gave way to this one
            clear();
        }
        complain(problem.message); // what was drawn before stays
        $('problem').scrollIntoView({ block: 'nearest' });
    }
}

/** Words below the buttons, for what went wrong before there was a photo to show. */
function complain(text) {
    $('problem').textContent = text ?? '';
    $('problem').hidden = !text;
}

async function take() {
    const refusal = cameraRefusal();
    if (refusal && matchMedia('(pointer: coarse)').matches) {
        $('snapshot').click(); // a phone opens its camera for a file, too
        return;
    }
    complain(refusal);
    const file = refusal ? null : await takePhoto();
    if (file) {
        await draw(file);
    }
}

function reopen(result) {
    running.abort();
    complain(null);
    latest = null;
    arrange(true);
    stage.show(result);
    stage.focus();
}

/** Back to the empty page. */
function clear() {
    running.abort();
    latest = null;
    stage.hide();
    arrange(false);
    complain(null);
}

function forgotten() {
    clear();
    $('choose').focus();
}

/** With a photo on the page, the way to choose one makes room for it. */
function arrange(shown) {
    document.body.classList.toggle('shown', shown);
    $('choose').textContent = `Choose ${shown ? 'another' : 'a'} ${model ? wordsFor(model).image : 'photo'}`;
}

function use(chosen) {
    model = chosen;
    const words = wordsFor(model);
    document.title = `${words.title} – dtn4j`;
    $('headline').textContent = words.headline;
    $('lead').textContent = words.lead;
    document.querySelectorAll('[data-sketch]').forEach((part) => {
        part.toggleAttribute('hidden', part.dataset.sketch !== words.sketch); // SVG knows no property of that name
    });
    $('caution').hidden = model.kind !== 'faces';
    $('about').textContent = `Model ${model.name}. `;
    arrange(document.body.classList.contains('shown'));
}

/** Asks what is served, unless that is known already. */
async function ready() {
    if (served) {
        return;
    }
    served = await models();
    $('model').replaceChildren(...served.models.map(({ name }) => new Option(name, name)));
    $('models').hidden = served.models.length < 2;
    use(served.models[0]);
}

$('model').addEventListener('change', () => {
    const before = model;
    use(served.models.find(({ name }) => name === $('model').value));
    if (latest && before.kind === model.kind) {
        draw(latest);
    } else {
        clear();
    }
});
$('again').addEventListener('click', () => draw(latest));
$('example').addEventListener('click', async () => draw(await example(model?.kind ?? 'faces')));
$('take').addEventListener('click', take);
intake(draw, complain);
strip.refresh();
ready().catch((problem) => complain(problem.message));
