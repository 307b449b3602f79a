'use strict';
// What a page of a run does beyond showing: one sample grid at a time with a slider, and values read off the curves.
(() => {
  const PLAY_MILLISECONDS = 400;
  const PLAY = '<svg viewBox="0 0 16 16" aria-hidden="true"><path class="play" d="M3 1l11 7-11 7z"/>'
    + '<path class="pause" d="M3 1h4v14H3zM9 1h4v14H9z"/></svg>';

  /** Turns a list of figures into one that shows a single figure; figures that come later join it. */
  class Player {
    constructor(box) {
      this.box = box;
      this.controls = document.createElement('div');
      this.controls.className = 'controls';
      this.button = document.createElement('button');
      this.button.type = 'button';
      this.button.innerHTML = PLAY;
      this.slider = document.createElement('input');
      this.slider.type = 'range';
      this.slider.min = 0;
      this.slider.setAttribute('aria-label', 'sample grid by step');
      this.label = document.createElement('output');
      this.controls.append(this.button, this.slider, this.label);
      box.prepend(this.controls);
      box.classList.add('player');
      this.slider.addEventListener('input', () => { this.pause(); this.show(Number(this.slider.value)); });
      this.button.addEventListener('click', () => this.timer ? this.pause() : this.play());
      this.pause();
      this.figures = [];
      this.sync();
    }

    /** Takes in figures that came or went; who looked at the last one goes on looking at the last one. */
    sync() {
      const followed = !this.timer && this.wanted === this.figures.at(-1);
      this.figures = [...this.box.querySelectorAll('figure')];
      const last = this.figures.length - 1;
      this.controls.hidden = last < 1;
      this.slider.max = last;
      const kept = this.figures.indexOf(this.wanted);
      if (followed || kept < 0) {
        this.show(last);
      } else {
        this.slider.value = kept;
      }
    }

    /** Shows a figure once its picture is there, so that nothing flickers. */
    async show(index) {
      const figure = this.figures[index];
      if (!figure) {
        return;
      }
      this.wanted = figure;
      const text = `step ${figure.dataset.step}`;
      this.slider.value = index;
      this.slider.setAttribute('aria-valuetext', text);
      this.label.textContent = text;
      const picture = figure.querySelector('img');
      picture.loading = 'eager';
      await picture.decode().catch(() => {});
      if (this.wanted === figure) {
        this.shown?.classList.remove('shown');
        this.shown = figure;
        figure.classList.add('shown');
      }
    }

    play() {
      if (this.figures.indexOf(this.wanted) === this.figures.length - 1) {
        this.show(0);
      }
      this.box.classList.add('playing');
      this.button.setAttribute('aria-label', 'pause');
      this.timer = setInterval(() => this.next(), PLAY_MILLISECONDS);
    }

    next() {
      const index = this.figures.indexOf(this.wanted);
      if (index + 1 >= this.figures.length) {
        this.pause();
      } else if (this.shown === this.wanted) { // else the picture is still on its way
        this.show(index + 1);
      }
    }

    pause() {
      clearInterval(this.timer);
      this.timer = null;
      this.box.classList.remove('playing');
      this.button.setAttribute('aria-label', 'play');
    }
  }

  /** Shows the value of the point nearest to the pointer in the chart's caption. */
  const reading = { svg: null, x: 0, y: 0, restore: () => {} };

  function read(svg, x, y) {
    reading.restore();
    reading.svg = svg;
    reading.x = x;
    reading.y = y;
    const line = svg.querySelector('.curve').points;
    const at = new DOMPoint(x, 0).matrixTransform(svg.getScreenCTM().inverse()).x;
    let nearest = 0;
    for (let i = 1; i < line.numberOfItems; i++) {
      if (Math.abs(line.getItem(i).x - at) < Math.abs(line.getItem(nearest).x - at)) {
        nearest = i;
      }
    }
    const [step, value] = svg.dataset.points.split(' ')[nearest].split(':');
    const probe = svg.querySelector('.end').cloneNode();
    probe.setAttribute('class', 'probe');
    probe.setAttribute('r', 5);
    probe.setAttribute('cx', line.getItem(nearest).x);
    probe.setAttribute('cy', line.getItem(nearest).y);
    svg.append(probe);
    const shown = svg.parentNode.querySelector('figcaption b');
    const last = shown.textContent;
    shown.textContent = `${value} at step ${step}`;
    reading.restore = () => {
      probe.remove();
      shown.textContent = last;
      reading.svg = null;
      reading.restore = () => {};
    };
  }

  function follow(event) {
    const svg = event.target.closest('svg[data-points]');
    if (svg) {
      read(svg, event.clientX, event.clientY);
    } else if (reading.svg) {
      reading.restore();
    }
  }

  /** A curve that was drawn anew under a resting pointer is read again. */
  function followOn() {
    const under = reading.svg && !reading.svg.isConnected && document.elementFromPoint(reading.x, reading.y);
    if (under) {
      follow({ target: under, clientX: reading.x, clientY: reading.y });
    }
  }

  function begin() {
    const players = new WeakMap();
    const sync = () => document.querySelectorAll('.samples').forEach(box => {
      if (players.has(box)) {
        players.get(box).sync();
      } else {
        players.set(box, new Player(box));
      }
    });
    sync();
    document.addEventListener('dtn:changed', () => { sync(); followOn(); }); // the live page has put something in
    document.addEventListener('pointermove', follow);
    document.addEventListener('pointerdown', follow);
    document.documentElement.addEventListener('pointerleave', () => reading.restore());
  }

  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', begin) : begin();
})();
