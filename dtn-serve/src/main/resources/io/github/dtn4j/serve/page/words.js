/** What the page says: by kind of model, and for each thing that can go wrong. */

const FACES = {
    sketch: 'faces',
    title: 'Your face, drawn',
    headline: 'A photo in, a cartoon out',
    lead: 'Give it a photo of one person or several. It finds each face and draws a cartoon of it.',
    image: 'photo',
    drawing: 'Cartoon',
    suffix: 'cartoon',
};
const IMAGES = {
    sketch: 'images',
    title: 'An image, drawn anew',
    headline: 'A picture in, a drawing out',
    lead: 'Give it a picture like those that its model was trained on. The model draws the same thing in its other style.',
    image: 'picture',
    drawing: 'Drawing',
    suffix: 'drawing',
};
const DIGITS = {
    sketch: 'digits',
    title: 'A digit, handwritten',
    headline: 'A house number in, handwriting out',
    lead: 'Give it a picture of one digit, cropped closely. The model writes the same digit by hand.',
    image: 'picture',
    drawing: 'Handwritten digit',
    suffix: 'digit',
};

/** The words for a model of `GET v1/models`. */
export function wordsFor(model) {
    if (model.kind === 'faces') {
        return FACES;
    }
    return /mnist|digit|quickstart/.test(model.recipe) ? DIGITS : IMAGES;
}

const PROBLEMS = {
    'no-face': 'Try a photo in which the face is larger, looks at the camera and is well lit.',
    'too-large': 'This file is too large for the server, even after scaling it down. Try a smaller one.',
    'too-many-pixels': 'This picture has too many pixels for the server. Try a smaller one.',
    'unsupported-type': 'The server does not read files of this type. Try a JPEG or PNG.',
    'damaged-image': 'This file is damaged: it could not be read to its end. Try another copy of it.',
    'busy': 'The server is busy with the photos of others. Wait a moment, then try again.',
    'too-many-requests': 'That were many photos in a short time. Wait a moment, then try again.',
    'not-ready': 'The server is still starting. Wait a moment, then try again.',
    'timeout': 'The server took too long. Try again, perhaps with a smaller picture.',
    'offline': 'The server cannot be reached. Check that it is running and that you are connected, then try again.',
    'unreadable': 'This is not a picture that your browser can read. Try a JPEG or PNG.',
    'nothing-pasted': 'There is no picture on the clipboard. Copy one first, then paste it here.',
    'internal': 'The server made a mistake. Trying again may help; its log says more.',
};
const PASSING = new Set(['busy', 'too-many-requests', 'not-ready', 'timeout', 'offline', 'internal']);

/** Something that went wrong, in words for whoever looks at the page. */
export class Problem extends Error {
    /** @param detail what the server says, shown where the page has no words of its own */
    constructor(code, detail) {
        super(PROBLEMS[code] ?? sentence(detail) ?? PROBLEMS.internal);
        this.code = code;
        /** Whether the same photo may succeed later. */
        this.passing = PASSING.has(code);
    }
}

function sentence(detail) {
    return detail ? detail.charAt(0).toUpperCase() + detail.slice(1).replace(/[^.!?]$/, '$&.') : undefined;
}
