'use strict';
// Follows the run: figures come with the events, the other parts are fetched again when they have something new.
(() => {
  const body = document.body;
  const at = id => document.getElementById(id);
  const RETRY_MILLISECONDS = 5000;
  let cursor = body.dataset.cursor;
  let revision = Number(body.dataset.revision);
  let sampleRevision = Number(body.dataset.sampleRevision);
  let source = null;
  let state = null;
  let told = 0; // when the state came
  let lost = false;

  function duration(seconds) {
    const whole = Math.round(seconds);
    const two = number => String(number).padStart(2, '0');
    return whole < 3600
      ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
      : `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
  }

  function count(number) {
    return number.toLocaleString('en');
  }

  function write(id, text) {
    if (at(id).textContent !== text) { // screen readers say what is written
      at(id).textContent = text;
    }
  }

  /** All that depends on the state and the time that has passed since. */
  function show() {
    if (!state) {
      return;
    }
    const since = (performance.now() - told) / 1000;
    const ticking = !lost && (state.phase === 'training' || state.phase === 'finishing');
    const known = state.quiet_seconds !== null;
    write('phase', lost ? 'connection lost' : state.word);
    at('phase').dataset.phase = lost ? 'lost' : state.phase;
    write('message', lost ? 'dtn watch does not answer; trying again.' : state.message);
    write('problem', state.problem ?? '');
    write('step', !state.steps ? '–' : `${count(state.step)} of ${count(state.steps)}`);
    write('speed', state.images_per_second ? count(Math.round(state.images_per_second)) : '–');
    write('elapsed', known ? duration(state.elapsed_seconds + (ticking ? since : 0)) : '–');
    write('left', state.phase === 'finished' ? 'done'
      : state.seconds_left === null ? '–' : duration(Math.max(0, state.seconds_left - since)));
    const quiet = Math.round((state.quiet_seconds ?? 0) + since);
    at('progress').max = state.steps || 1;
    at('progress').value = state.step;
    const percent = state.steps ? `${Math.floor(100 * state.step / state.steps)} %` : '';
    const logged = known && ticking ? `last logged ${quiet < 60 ? `${quiet} s` : duration(quiet)} ago` : '';
    write('quiet', [percent, logged].filter(Boolean).join(' · '));
    document.title = [percent, state.run].filter(Boolean).join(' · ');
  }

  /** Fetches a part again; while one is on its way, any number of wishes become one. */
  function fetching(name, put) {
    let busy = false;
    let again = false;
    return async function fetchPart() {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      try {
        const answer = await fetch(`parts/${name}`);
        if (answer.ok) {
          const template = document.createElement('template');
          template.innerHTML = await answer.text();
          put(at(name), template.content);
          document.dispatchEvent(new Event('dtn:changed'));
        }
      } catch {
        // the connection is lost, which the events tell
      } finally {
        busy = false;
      }
      if (again) {
        again = false;
        fetchPart();
      }
    };
  }

  function replace(section, content) {
    section.replaceChildren(content);
  }

  /** Grids that are there stay, with the slider and its focus. */
  function merge(section, content) {
    const box = section.querySelector('.samples');
    const fresh = content.querySelector('.samples');
    if (!box || !fresh) {
      replace(section, content);
      return;
    }
    const address = figure => figure.querySelector('img').getAttribute('src');
    const there = new Map([...box.querySelectorAll('figure')].map(figure => [address(figure), figure]));
    let anchor = box.querySelector('.controls');
    for (const figure of [...fresh.children]) {
      const kept = there.get(address(figure));
      there.delete(address(figure));
      if (!kept) {
        anchor.after(figure);
      }
      anchor = kept ?? figure;
    }
    there.forEach(gone => gone.remove());
  }

  const fetchResults = fetching('results', replace);
  const fetchBackground = fetching('background', replace);
  const fetchSamples = fetching('samples', merge);
  const fetchCurves = fetching('curves', replace);

  function take(event) {
    state = JSON.parse(event.data);
    told = performance.now();
    lost = false;
    show();
    if (state.revision !== revision) {
      revision = state.revision;
      fetchResults();
      fetchBackground();
    }
    if (state.sample_revision !== sampleRevision) {
      sampleRevision = state.sample_revision;
      fetchSamples();
    }
  }

  function listen() {
    source = new EventSource(`events?after=${encodeURIComponent(cursor)}`);
    source.addEventListener('state', take);
    source.addEventListener('metrics', event => {
      cursor = event.lastEventId;
      fetchCurves();
    });
    source.onerror = () => {
      lost = true;
      show();
      if (source?.readyState === EventSource.CLOSED) { // refused, which browsers do not try again
        source = null;
        setTimeout(() => source ?? (document.hidden || listen()), RETRY_MILLISECONDS);
      }
    };
  }

  document.addEventListener('visibilitychange', () => { // a page that nobody sees asks for nothing
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      listen();
    }
  });
  setInterval(show, 1000);
  if (!document.hidden) {
    listen();
  }
})();
