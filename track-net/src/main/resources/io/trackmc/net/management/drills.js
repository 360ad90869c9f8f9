'use strict';
(() => {
  const EVERY_MS = 1000;
  const WORDS = {
    idle: 'No drill runs.', planning: 'Asking all nodes whether they take this drill.', planned: 'Nothing has been hurt yet.',
    simulating: 'In the simulator first: nobody is hurt yet.', running: 'The drill runs.',
    stopping: 'Stopping: undoing what was ordered.', over: 'The drill is over.'
  };
  const BUSY = ['planning', 'simulating', 'running', 'stopping'];
  const by = id => document.getElementById(id);
  const make = window.liveTree.make;
  let told = null;
  let asking = false;
  let seen = '';
  let planShown = '';

  function say(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function chosen() {
    return told.drills.find(drill => drill.name === by('drill-name').value);
  }

  function names() {
    const text = told.drills.map(drill => drill.name).join('\n');
    const list = by('drill-name');
    if (list.dataset.names !== text) {
      list.dataset.names = text;
      list.replaceChildren(...told.drills.map(drill => {
        const option = make('option', '', drill.name + (drill.whyNot ? ' (not here)' : ''));
        option.value = drill.name;
        option.disabled = Boolean(drill.whyNot);
        return option;
      }));
      const first = told.drills.find(drill => !drill.whyNot);
      list.value = first ? first.name : '';
    }
    const drill = chosen();
    say(by('drill-purpose'), drill ? drill.purpose : 'No drill can be run on this deployment.');
  }

  function plan() {
    const isPlanned = told.phase === 'planned';
    by('drill-planned').hidden = !isPlanned;
    if (!isPlanned) {
      planShown = '';
    } else if (planShown !== told.plan.id) {
      planShown = told.plan.id;
      by('drill-lines').replaceChildren(...told.plan.lines.map(line => make('li', '', line.trim())));
      say(by('drill-planned-title'), 'What ' + told.drill + ' with seed ' + told.seed + ' would do');
      say(by('drill-who'), 'Hurt ' + told.plan.hits.join(', '));
      by('drill-sure').checked = false;
      by('drill-start').disabled = true;
      by('drill-lines').focus();
    }
  }

  function show() {
    const isBusy = BUSY.includes(told.phase);
    names();
    plan();
    const hurt = told.active.map(each => each.node + ' (' + each.what + ')').join(', ');
    say(by('drill-state'), (told.drill && told.phase !== 'idle' ? told.drill + ': ' : '') + WORDS[told.phase]
      + (hurt ? ' Hurt now: ' + hurt + '.' : ''));
    by('drill-plan').disabled = isBusy || !chosen();
    by('drill-name').disabled = isBusy;
    by('drill-seed').disabled = isBusy;
    by('drill-stop').hidden = !['simulating', 'running', 'stopping'].includes(told.phase);
    by('drill-stop').disabled = told.phase === 'stopping';
    say(by('drill-verdict'), told.verdict);
    by('drill-report').hidden = !told.report;
    if (told.report) {
      by('drill-report').setAttribute('href', told.report);
    } else {
      by('drill-report').removeAttribute('href');
    }
    const state = told.phase + '/' + told.drill + '/' + told.verdict;
    if (seen && seen !== state) {
      window.liveTree.announce(by('drill-state').textContent + ' ' + told.verdict);
    }
    seen = state;
    window.liveTree.mark(told.active.map(each => [each.node, each.what]),
      told.lines.map(line => ({ at: line.at, text: line.text })));
    document.body.dataset.drill = told.phase;
  }

  async function ask(path, method) {
    if (asking && method === 'GET') {
      return;
    }
    asking = true;
    try {
      const answer = await window.liveTree.ask(path, method);
      if (answer && answer.ok) {
        told = await answer.json();
        say(by('drill-why'), '');
        show();
      } else if (answer && answer.status === 400) {
        say(by('drill-why'), (await answer.text()).trim());
      } else if (answer && answer.status !== 401) {
        say(by('drill-state'), 'drills cannot be asked for (' + answer.status + ')');
      }
    } catch (error) {
      say(by('drill-state'), 'The program that runs drills cannot be reached. Faults end by themselves.');
      window.liveTree.mark([], told ? told.lines : []);
    } finally {
      asking = false;
    }
  }

  const query = fields => '?' + new URLSearchParams(fields).toString();
  by('drill-form').addEventListener('submit', event => {
    event.preventDefault();
    if (told && chosen()) {
      ask('drills/plan' + query({ drill: by('drill-name').value, seed: by('drill-seed').value.trim() }), 'POST');
    }
  });
  by('drill-name').addEventListener('change', names);
  by('drill-sure').addEventListener('change', () => { by('drill-start').disabled = !by('drill-sure').checked; });
  by('drill-start').addEventListener('click', () => ask('drills/start' + query({ plan: planShown }), 'POST'));
  by('drill-stop').addEventListener('click', () => ask('drills/stop', 'POST'));
  const look = () => {
    if (!document.hidden) {
      ask('drills', 'GET');
    }
  };
  document.addEventListener('visibilitychange', look);
  setInterval(look, EVERY_MS);
  look();
})();
