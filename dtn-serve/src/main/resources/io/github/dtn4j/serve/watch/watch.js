'use strict';
// Follows the run: figures come with the events, the other parts are fetched again when they have something new.
(() => {
  const body = document.body;
  const at = id => document.getElementById(id);
  const RETRY_MILLISECONDS = 5000;
  const PAUSE_MILLISECONDS = 3000;
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

  /** Keeps a part as new as the run, but asks for it at most once in a while: it is drawn on the machine that trains. */
  function part(name, version, put) {
    let wanted = version;
    let waiting = false;
    function update(newest) {
      wanted = newest;
      if (wanted !== version && !waiting && !lost && !document.hidden) {
        waiting = true;
        load(wanted).finally(() => setTimeout(() => {
          waiting = false;
          update(wanted);
        }, PAUSE_MILLISECONDS));
      }
    }
    async function load(asked) {
      try {
        const answer = await fetch(`parts/${name}`);
        if (answer.ok) {
          const template = document.createElement('template');
          template.innerHTML = await answer.text();
          put(at(name), template.content);
          version = asked;
          document.dispatchEvent(new Event('dtn:changed'));
        }
      } catch {
        // the connection is lost, which the events tell
      }
    }
    return update;
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

  const revision = Number(body.dataset.revision);
  const results = part('results', revision, replace);
  const background = part('background', revision, replace);
  const samples = part('samples', Number(body.dataset.sampleRevision), merge);
  const curves = part('curves', body.dataset.cursor, replace);

  function take(event) {
    state = JSON.parse(event.data);
    told = performance.now();
    lost = false;
    show();
    results(state.revision);
    background(state.revision);
    samples(state.sample_revision);
    curves(state.cursor);
  }

  function listen() {
    source = new EventSource('events');
    source.addEventListener('state', take);
    source.onerror = () => {
      lost = true;
      show();
      if (source?.readyState === EventSource.CLOSED) { // refused, which browsers do not try again
        source = null;
        setTimeout(resume, RETRY_MILLISECONDS);
      }
    };
  }

  /** A page that nobody sees asks for nothing. */
  function resume() {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      listen();
    }
  }

  document.addEventListener('visibilitychange', resume);
  setInterval(show, 1000);
  resume();
})();
