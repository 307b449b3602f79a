import { wordsFor } from './words.js';

const $ = (id) => document.getElementById(id);
const SMALL = 128; // pixels: pictures below this are enlarged pixel by pixel

/** The photo with its faces outlined, and the drawing beside it. */
export class Stage {
    #addresses = [];
    #result = null;

    /** A photo whose drawing is yet to come. */
    begin(photo, words) {
        this.#clear();
        this.#frame(photo.blob, photo.width, photo.height, `Your ${words.image}`);
        $('stage').classList.add('working');
        $('stage').setAttribute('aria-busy', 'true');
        $('outcome').textContent = 'Drawing …';
        $('stage').hidden = false;
    }

    /** Whether there is a photo whose drawing is yet to come. */
    get working() {
        return $('stage').classList.contains('working');
    }

    /** What is going on, for eyes and screen readers. */
    say(text) {
        $('status').textContent = text;
    }

    /** A photo and its drawings: those just made, or earlier ones. */
    show(result) {
        const words = wordsFor(result.model);
        this.#clear();
        this.#result = result;
        this.#frame(result.photo, result.width, result.height, `Your ${words.image}`);
        result.results.forEach((drawn, index) => this.#addFace(drawn, index));
        $('faces').hidden = result.results.length < 2;
        $('stage').classList.toggle('several', result.results.length > 1);
        $('drawing').classList.toggle('pixels', result.model.kind !== 'faces');
        $('drawing').hidden = $('download').hidden = false;
        $('stage').hidden = false;
        this.#choose(0);
        this.say(summary(result));
    }

    /** The photo stays, and words say why there is no drawing. */
    fail(problem) {
        $('stage').classList.remove('working');
        $('stage').removeAttribute('aria-busy');
        $('stage').classList.add('failed');
        $('outcome').textContent = problem.code === 'no-face' ? 'No face found' : 'No drawing';
        $('again').hidden = !problem.passing;
        this.say(problem.message);
    }

    hide() {
        this.#clear();
        $('stage').hidden = true;
    }

    /** Takes the reader there. */
    focus() {
        $('outcome').focus({ preventScroll: true });
        const smooth = matchMedia('(prefers-reduced-motion: no-preference)').matches;
        $('stage').scrollIntoView({ block: 'nearest', behavior: smooth ? 'smooth' : 'auto' });
    }

    #clear() {
        this.#addresses.splice(0).forEach((address) => URL.revokeObjectURL(address));
        this.#result = null;
        $('stage').classList.remove('working', 'failed', 'several');
        $('stage').removeAttribute('aria-busy');
        $('outlines').replaceChildren();
        $('faces').querySelectorAll('label').forEach((label) => label.remove());
        $('faces').hidden = $('drawing').hidden = $('download').hidden = $('again').hidden = true;
        $('photo').removeAttribute('src');
        $('drawing').removeAttribute('src');
        this.say('');
    }

    #frame(blob, width, height, text) {
        $('photo').src = this.#address(blob);
        $('photo').alt = text;
        $('frame').style.setProperty('--ratio', width / height);
        $('frame').classList.toggle('pixels', Math.max(width, height) < SMALL);
    }

    #address(blob) {
        const address = URL.createObjectURL(blob);
        this.#addresses.push(address);
        return address;
    }

    #addFace(drawn, index) {
        const address = this.#address(drawn.png);
        const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'face', value: index });
        radio.dataset.address = address;
        radio.setAttribute('aria-label', `Face ${index + 1}`);
        radio.addEventListener('change', () => this.#choose(index));
        const picture = Object.assign(new Image(64, 64), { src: address, alt: '' });
        const number = Object.assign(document.createElement('span'), { textContent: index + 1 });
        const label = document.createElement('label');
        label.append(radio, picture, number);
        $('faces').append(label);
        if (drawn.box) {
            $('outlines').append(this.#outline(drawn.box, index, radio));
        }
    }

    #outline(box, index, radio) {
        const { width, height } = this.#result;
        const outline = document.createElement('div');
        outline.className = 'outline';
        // A face at the edge may have a box that reaches over it.
        outline.style.left = percent(box.left / width);
        outline.style.top = percent(box.top / height);
        outline.style.right = percent(1 - (box.left + box.width) / width);
        outline.style.bottom = percent(1 - (box.top + box.height) / height);
        outline.append(Object.assign(document.createElement('span'), { textContent: index + 1 }));
        outline.addEventListener('click', () => {
            radio.click();
            radio.focus();
        });
        return outline;
    }

    #choose(index) {
        const { model, name, results } = this.#result;
        const words = wordsFor(model);
        const radios = [...$('faces').querySelectorAll('input')];
        const several = results.length > 1;
        radios[index].checked = true;
        [...$('outlines').children].forEach((outline, i) => outline.classList.toggle('chosen', i === index));
        $('drawing').src = radios[index].dataset.address;
        $('drawing').alt = several ? `${words.drawing} of face ${index + 1}` : `${words.drawing} of your ${words.image}`;
        $('outcome').textContent = several ? `${words.drawing} ${index + 1} of ${results.length}` : words.drawing;
        $('download').href = radios[index].dataset.address;
        $('download').download = `${name}-${words.suffix}${several ? `-${index + 1}` : ''}.png`;
    }
}

function percent(share) {
    return `${(100 * Math.max(0, share)).toFixed(3)}%`;
}

function summary({ model, results, found }) {
    if (model.kind !== 'faces') {
        return `Drawn by ${model.name}.`;
    }
    if (found > results.length) {
        return `${found} faces found, the largest ${results.length} drawn.`;
    }
    return found === 1 ? 'One face found.' : `${found} faces found.`;
}
