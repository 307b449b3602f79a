import { toBlob } from './photo.js';

const dialog = document.getElementById('camera');
const video = document.getElementById('video');
const status = document.getElementById('camera-status');
const shoot = document.getElementById('shoot');

const REFUSALS = {
    NotAllowedError: 'The camera may not be used. Allow it for this page in your browser, or choose a photo instead.',
    NotFoundError: 'No camera was found. Connect one, or choose a photo instead.',
    NotReadableError: 'Another program uses the camera. Close that one, or choose a photo instead.',
};

/** Why this page cannot have a camera at all, or null. Browsers lend it to https and to this very computer only. */
export function cameraRefusal() {
    if (!window.isSecureContext) {
        return 'Browsers lend the camera only to pages on https or on the same computer. Choose a photo instead.';
    }
    return navigator.mediaDevices?.getUserMedia ? null : 'This browser has no camera to offer. Choose a photo instead.';
}

/** Opens the camera; the photo taken, or null if somebody changed their mind. */
export function takePhoto() {
    status.textContent = 'The camera starts …';
    shoot.disabled = true;
    dialog.showModal();
    const started = start();
    return new Promise((resolve) => {
        let photo = null;
        shoot.onclick = async () => {
            try {
                photo = await frame();
                dialog.close();
            } catch {
                status.textContent = 'The camera gave no picture. Try again, or choose a photo instead.';
            }
        };
        dialog.onclose = () => {
            started.then(stop);
            resolve(photo);
        };
    });
}

async function start() {
    try {
        const stream = await navigator.mediaDevices.getUserMedia({
            video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 960 } },
        });
        if (dialog.open) {
            video.srcObject = stream;
            await video.play();
            status.textContent = 'Look into the camera.';
            shoot.disabled = false;
            shoot.focus();
        }
        return stream;
    } catch (error) {
        status.textContent = REFUSALS[error.name] ?? 'The camera did not start. Choose a photo instead.';
        return null;
    }
}

function stop(stream) {
    stream?.getTracks().forEach((track) => track.stop());
    if (video.srcObject === stream) { // not that of a dialog that was opened since
        video.srcObject = null;
    }
}

async function frame() {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d').drawImage(video, 0, 0);
    return new File([await toBlob(canvas, 'image/jpeg', 0.95)], 'camera.jpg', { type: 'image/jpeg' });
}

document.getElementById('leave').addEventListener('click', () => dialog.close());
