import { Problem } from './words.js';

const SENT_AS_IS = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/bmp', 'image/gif']);
const LONGEST_SIDE = 4096; // of what is sent scaled down
const KEPT_SIDE = 720; // of what the browser keeps

/**
 * Reads what somebody chose. What the server takes goes as it is; what is too large for it, or in a format that only the
 * browser knows, is drawn anew as a JPEG, upright.
 *
 * @param limits of the service: `body_bytes` and `pixels`
 * @return `blob` to send, `name` without its ending, `width` and `height` in pixels, upright, and a small `kept` copy
 */
export async function readPhoto(file, limits) {
    const bitmap = await decode(file);
    try {
        const { width, height } = bitmap;
        const fits = SENT_AS_IS.has(file.type) && file.size <= limits.body_bytes && width * height <= limits.pixels;
        return {
            blob: fits ? file : await fitting(bitmap, limits),
            kept: await redrawn(bitmap, Math.min(1, KEPT_SIDE / Math.max(width, height)), 0.85),
            name: (file.name ?? 'photo').replace(/\.[^.]*$/, ''),
            width,
            height,
        };
    } finally {
        bitmap.close();
    }
}

async function decode(file) {
    try {
        return await createImageBitmap(file); // upright, as EXIF says
    } catch {
        throw new Problem('unreadable');
    }
}

async function fitting(bitmap, limits) {
    const { width, height } = bitmap;
    let scale = Math.min(1, LONGEST_SIDE / Math.max(width, height), Math.sqrt(limits.pixels / (width * height)));
    for (let tries = 0; tries < 4; tries++) {
        const blob = await redrawn(bitmap, scale, 0.92);
        if (blob.size <= limits.body_bytes) {
            return blob;
        }
        scale *= 0.6;
    }
    throw new Problem('too-large');
}

async function redrawn(bitmap, scale, quality) {
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(bitmap.width * scale));
    canvas.height = Math.max(1, Math.floor(bitmap.height * scale));
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff'; // JPEG knows no transparency
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return toBlob(canvas, scale === 1 && canvas.width <= 64 ? 'image/png' : 'image/jpeg', quality);
}

/** The pixels of a canvas as a file. */
export function toBlob(canvas, type, quality) {
    return new Promise((resolve, reject) => {
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Problem('unreadable'))), type, quality);
    });
}

/** The bytes of a PNG that came as base64. */
export function pngBlob(base64) {
    return new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/png' });
}
