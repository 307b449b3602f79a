import { Problem } from './words.js';

const $ = (id) => document.getElementById(id);

/**
 * The ways in which a picture comes onto the page: chosen, dropped anywhere, or pasted.
 *
 * @param draw takes the file
 * @param complain takes words, if what came is no file
 */
export function intake(draw, complain) {
    $('choose').addEventListener('click', () => $('file').click());
    for (const input of [$('file'), $('snapshot')]) {
        input.addEventListener('change', () => {
            const [file] = input.files;
            if (file) {
                draw(file);
            }
            input.value = ''; // choosing the same file once more is a change, too
        });
    }
    $('command').textContent = /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl';
    document.addEventListener('paste', (event) => {
        const file = pictureOf(event.clipboardData);
        event.preventDefault();
        if (file) {
            draw(file);
        } else {
            complain(new Problem('nothing-pasted').message);
        }
    });
    dropping(draw);
}

function dropping(draw) {
    const mark = (over) => document.body.classList.toggle('dropping', over);
    document.addEventListener('dragover', (event) => {
        event.preventDefault(); // else the browser leaves the page for the picture
        mark(event.dataTransfer.types.includes('Files'));
    });
    document.addEventListener('dragleave', (event) => {
        if (!event.relatedTarget) {
            mark(false);
        }
    });
    document.addEventListener('drop', (event) => {
        event.preventDefault();
        mark(false);
        const file = pictureOf(event.dataTransfer) ?? event.dataTransfer.files[0];
        if (file) {
            draw(file);
        }
    });
}

function pictureOf(transfer) {
    return [...(transfer?.files ?? [])].find((file) => file.type.startsWith('image/'));
}
