import { History } from './history.js';
import { wordsFor } from './words.js';

const $ = (id) => document.getElementById(id);

/** The earlier results, as a row of small drawings. */
export class Strip {
    #history = new History();
    #addresses = [];
    #open;

    /**
     * @param open shows a result again
     * @param forgotten told once all of them are gone
     */
    constructor(open, forgotten) {
        this.#open = open;
        $('forget').addEventListener('click', async () => {
            await this.#history.clear();
            await this.refresh();
            forgotten();
        });
    }

    async add(result) {
        await this.#history.add({ ...result, made: new Date() });
        await this.refresh();
    }

    async refresh() {
        const results = await this.#history.all();
        this.#addresses.splice(0).forEach((address) => URL.revokeObjectURL(address));
        $('strip').replaceChildren(...results.map((result) => this.#item(result)));
        $('earlier').hidden = results.length === 0;
    }

    #item(result) {
        const address = URL.createObjectURL(result.results[0].png);
        this.#addresses.push(address);
        const picture = Object.assign(new Image(80, 80), { src: address, alt: '' });
        picture.classList.toggle('pixels', result.model.kind !== 'faces');
        const button = Object.assign(document.createElement('button'), { type: 'button' });
        const count = result.results.length;
        const time = result.made.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
        const name = count > 1 ? `${result.name}, ${count} faces` : result.name;
        button.title = `${name}, ${time}`;
        button.setAttribute('aria-label', `${wordsFor(result.model).drawing} of ${name}, ${time}`);
        button.append(picture);
        if (count > 1) {
            button.append(Object.assign(document.createElement('span'), { textContent: count }));
        }
        button.addEventListener('click', () => this.#open(result));
        const item = document.createElement('li');
        item.append(button);
        return item;
    }
}
