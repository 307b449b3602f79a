const NAME = 'dtn4j';
const STORE = 'results';
const MOST = 24;

/** Earlier results, in this browser's IndexedDB and nowhere else. Where it has none, nothing is kept. */
export class History {
    #database = null;

    /** Newest first. */
    async all() {
        const entries = await this.#run('readonly', (store) => store.getAll());
        return (entries ?? []).reverse();
    }

    /** Keeps one more and lets the oldest go. */
    async add(entry) {
        await this.#run('readwrite', (store) => store.add(entry));
        const keys = await this.#run('readonly', (store) => store.getAllKeys());
        if (keys && keys.length > MOST) {
            await this.#run('readwrite', (store) => store.delete(IDBKeyRange.upperBound(keys[keys.length - MOST - 1])));
        }
    }

    async clear() {
        await this.#run('readwrite', (store) => store.clear());
    }

    /** The result of one request to the store, once its transaction is complete; undefined where nothing can be kept. */
    async #run(mode, request) {
        this.#database ??= open(() => {
            this.#database = null;
        });
        const database = await this.#database;
        if (!database) {
            return undefined;
        }
        return new Promise((resolve) => {
            try {
                const transaction = database.transaction(STORE, mode);
                const asked = request(transaction.objectStore(STORE));
                transaction.oncomplete = () => resolve(asked.result);
                transaction.onabort = () => resolve(undefined); // the disk may be full
            } catch {
                this.#database = null; // it was closed under our hands; the next request opens it again
                resolve(undefined);
            }
        });
    }
}

/** The database, or null; `closed` is told once the browser takes it away, as when site data are cleared. */
function open(closed) {
    return new Promise((resolve) => {
        try {
            const asked = indexedDB.open(NAME, 1);
            asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'id', autoIncrement: true });
            asked.onsuccess = () => {
                asked.result.onclose = closed;
                resolve(asked.result);
            };
            asked.onerror = () => resolve(null);
            asked.onblocked = () => resolve(null);
        } catch {
            resolve(null); // private windows of some browsers
        }
    });
}
