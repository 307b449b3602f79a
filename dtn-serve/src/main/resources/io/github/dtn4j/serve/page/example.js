import { toBlob } from './photo.js';

/** An image to try the model with, drawn here: a face of nobody, or a house number. */
export async function example(kind) {
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    if (kind === 'faces') {
        canvas.width = canvas.height = 320;
        face(pen);
    } else {
        canvas.width = canvas.height = 96;
        houseNumber(pen);
    }
    return new File([await toBlob(canvas, 'image/png')], 'example.png', { type: 'image/png' });
}

function face(pen) {
    pen.fillStyle = '#96a5b4';
    pen.fillRect(0, 0, 320, 320);
    oval(pen, '#3a271f', 160, 142, 128, 154);
    pen.fillStyle = '#e0b394';
    pen.fillRect(115, 250, 90, 70);
    oval(pen, '#e0b394', 160, 164, 109, 145);
    for (const x of [109, 211]) {
        oval(pen, '#9f7f6c', x, 134, 32, 20);
        oval(pen, '#ffffff', x, 136, 23, 11);
        oval(pen, '#2b1a14', x, 136, 11, 11);
    }
    line(pen, '#2b1a14', 9, [[72, 110], [106, 86, 142, 107]]);
    line(pen, '#2b1a14', 9, [[178, 107], [214, 86, 248, 110]]);
    line(pen, '#a07c68', 6, [[151, 131], [146, 165, 140, 193], [160, 212, 186, 193]]);
    oval(pen, '#a04646', 160, 240, 42, 13);
    line(pen, '#5a1e1e', 3, [[117, 240], [160, 246, 203, 240]]);
}

function houseNumber(pen) {
    pen.fillStyle = '#35506b';
    pen.fillRect(0, 0, 96, 96);
    line(pen, '#1f3145', 13, [[30, 24], [50, 22, 70, 24], [54, 50, 46, 82]]);
    line(pen, '#f0ede4', 12, [[27, 21], [47, 19, 67, 21], [51, 47, 43, 79]]);
}

function oval(pen, colour, x, y, across, down) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.ellipse(x, y, across, down, 0, 0, 2 * Math.PI);
    pen.fill();
}

/** A line through curves: each has a control point and an end. */
function line(pen, colour, width, [from, ...curves]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.lineJoin = 'round';
    pen.beginPath();
    pen.moveTo(...from);
    curves.forEach((curve) => pen.quadraticCurveTo(...curve));
    pen.stroke();
}
