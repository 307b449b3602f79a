import { Problem } from './words.js';

const TRIES = 6;
const LONGEST_WAIT = 20; // seconds
const TIMEOUT = 60; // seconds for one answer

/** The models that are served and the limits of a request. */
export async function models() {
    return ask('v1/models', {});
}

/**
 * Has every face of a photo drawn. A busy server is asked again, as often and as late as it says within bounds.
 *
 * @param waiting told before each further try: seconds until then, and its number
 */
export async function transfer(blob, model, size, signal, waiting) {
    const query = new URLSearchParams({ model: model.name, faces: 'all', size });
    const request = {
        method: 'POST',
        body: blob,
        headers: { 'Accept': 'application/json', 'Content-Type': blob.type || 'application/octet-stream' },
    };
    for (let number = 1; ; number++) {
        try {
            return await ask(`v1/transfer?${query}`, request, signal);
        } catch (problem) {
            if (problem.retryAfter === undefined || number === TRIES) {
                throw problem;
            }
            waiting(problem.retryAfter, number + 1, TRIES);
            await pause(problem.retryAfter, signal);
        }
    }
}

/** What is answered, as JSON. A connection that breaks on the way is no mistake of the server. */
async function ask(address, request, signal) {
    const limit = AbortSignal.timeout(TIMEOUT * 1000);
    let answer;
    let content;
    try {
        answer = await fetch(address, { ...request, signal: signal ? either(signal, limit) : limit, cache: 'no-store' });
        content = answer.ok ? await answer.json() : null;
    } catch (error) {
        signal?.throwIfAborted();
        throw new Problem(limit.aborted ? 'timeout' : 'offline', error.message);
    }
    if (!answer.ok) {
        throw await problemOf(answer);
    }
    return content;
}

async function problemOf(answer) {
    const said = await answer.json().catch(() => ({})); // a proxy in between may answer in HTML
    const problem = new Problem(said.code ?? 'internal', said.detail);
    if (answer.headers.has('Retry-After')) {
        const seconds = Number(answer.headers.get('Retry-After'));
        problem.retryAfter = Math.min(Math.max(seconds || 1, 1), LONGEST_WAIT);
    }
    return problem;
}

/** AbortSignal.any, which browsers of 2023 lack. */
function either(first, second) {
    const both = new AbortController();
    for (const signal of [first, second]) {
        signal.addEventListener('abort', () => both.abort(signal.reason), { once: true });
    }
    if (first.aborted) {
        both.abort(first.reason);
    }
    return both.signal;
}

function pause(seconds, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, seconds * 1000);
        signal.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason);
        }, { once: true });
    });
}
