import { toBlob } from './photo.js';

const SKIN = '#e1b496';
const NECK = '#cfa286';
const SHADE = '#9d7e69';

/** An image to try the model with, drawn here: a face of nobody, or a house number. */
export async function example(kind) {
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    if (kind === 'faces') {
        canvas.width = 640;
        canvas.height = 480;
        portrait(pen);
    } else {
        canvas.width = canvas.height = 96;
        houseNumber(pen);
    }
    return new File([await toBlob(canvas, 'image/png')], 'example.png', { type: 'image/png' });
}

/** Drawn well enough for the detector of faces; x and y from -50 to 50 span the head. */
function portrait(pen) {
    pen.fillStyle = '#96a5b4';
    pen.fillRect(0, 0, 640, 480);
    pen.translate(320, 240);
    pen.scale(4.2, 4.2);
    oval(pen, '#3c281e', 0, -6, 40, 50);
    oval(pen, '#4a6785', 0, 62, 50, 18);
    pen.fillStyle = NECK;
    pen.fillRect(-14, 35, 28, 15);
    oval(pen, NECK, 0, 50, 14, 4);
    oval(pen, SKIN, 0, 1, 34, 45);
    for (const side of [-1, 1]) {
        oval(pen, SHADE, 16 * side, -8, 10, 6);
        oval(pen, '#fff', 16 * side, -7.5, 7, 3.5);
        oval(pen, '#281914', 16 * side, -7.5, 3.5, 3.5);
        curve(pen, '#281914', 3, 26 * side, -16, 16 * side, -22, 7 * side, -17);
    }
    curve(pen, SHADE, 2, -3, -8, -6, 10, -6, 11);
    curve(pen, SHADE, 2, -7, 11, 0, 16, 7, 11);
    oval(pen, '#a04646', 0, 25, 13, 4);
    curve(pen, '#5a1e1e', 1, -13, 25, 0, 27, 13, 25);
}

function houseNumber(pen) {
    pen.fillStyle = '#35506b';
    pen.fillRect(0, 0, 96, 96);
    for (const [colour, moved] of [['#1f3145', 3], ['#f0ede4', 0]]) {
        curve(pen, colour, 12, 27 + moved, 21 + moved, 47 + moved, 19 + moved, 69 + moved, 20 + moved);
        curve(pen, colour, 12, 66 + moved, 21 + moved, 50 + moved, 47 + moved, 43 + moved, 79 + moved);
    }
}

function oval(pen, colour, x, y, across, down) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.ellipse(x, y, across, down, 0, 0, 2 * Math.PI);
    pen.fill();
}

/** A quadratic curve: from, control point, to. */
function curve(pen, colour, width, fromX, fromY, byX, byY, toX, toY) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.quadraticCurveTo(byX, byY, toX, toY);
    pen.stroke();
}
