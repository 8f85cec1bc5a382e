// The host: an Express app with tables of its own. Roles come in a header; /clock is there for tests only.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { actions, type Doing } from './actions.ts';
import { deadlineOf, fallDue } from './deadlines.ts';
import { openTables, type Ticket } from './tickets.ts';

/** Who has a ticket on their desk, by status. */
const desks: Readonly<Record<string, string>> = {
  ...{ NEW: 'clerk', REGISTERED: 'clerk', FIXING: 'owner', LATE: 'owner', HELD: 'chief' },
  ...{ FIXED: 'inspector', WATCH: 'inspector', UP: 'chief' },
};

export interface Host {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts the host on a free port, with one of its faults or none. */
export async function startHost(fault?: string): Promise<Host> {
  const has = (id: string) => id === fault;
  const tables = openTables();
  let nowMs = 0;

  const doingOn = (ticket: Ticket, atMs: number): Omit<Doing, 'user' | 'body'> => ({
    ticket,
    has,
    go(status) {
      ticket.status = status;
      const next = deadlineOf(ticket, has);
      ticket.due_kind = next?.[0] ?? null;
      ticket.due_at = next ? atMs + next[1] : null;
    },
    mail(name) {
      tables.send(ticket.id, name);
      if (name === 'escalatedNotice' && has('F35')) tables.send(ticket.id, name);
    },
  });
  const save = (ticket: Ticket, what: string) => {
    ticket.version += 1;
    tables.save(ticket);
    if (!has('F42')) tables.audit(ticket.id, what);
  };

  function poll(): void {
    for (let ticket = tables.firstDue(nowMs); ticket; ticket = tables.firstDue(nowMs)) {
      fallDue(doingOn(ticket, has('F31') && ticket.due_kind === 'rectify' ? nowMs + 1_000 : ticket.due_at!));
      save(ticket, 'due');
    }
  }

  const mayDo = (name: string, roles: readonly string[]) => {
    if ((name === 'register' && has('F01')) || (name === 'pass' && has('F03'))) return true;
    if (name === 'assign' && has('F02') && roles.includes('chief')) return true;
    if (name === 'hold' && has('F04') && roles.includes('clerk')) return true;
    return actions[name]!.roles.some((role) => roles.includes(role));
  };
  const whoOf = (request: Request) => ({
    user: String(request.header('x-user') ?? ''),
    roles: String(request.header('x-roles') ?? '').split(','),
  });

  const app = express();
  app.use(express.json());
  app.post('/clock', (request, response) => {
    if (request.body.setMs !== undefined) nowMs = request.body.setMs;
    else {
      nowMs += request.body.advanceMs;
      poll();
    }
    response.json({ nowMs });
  });
  app.post('/tickets', (request, response) => {
    const { user, roles } = whoOf(request);
    const { place, text } = request.body;
    if (!roles.includes('reporter') && !roles.includes('clerk')) return void response.status(403).json({ error: 'forbidden' });
    const wrong = [
      ...(place?.length > 0 && place.length <= 100 ? [] : ['place']),
      ...(text?.length > 0 && text.length <= 500 ? [] : ['text']),
    ];
    if (wrong.length > 0) return void response.status(422).json({ error: 'invalid', fields: wrong });
    const ticket = tables.get(tables.add(user, 'NEW'))!;
    doingOn(ticket, nowMs).go('NEW');
    tables.save(ticket);
    response.status(201).json({ id: ticket.id, version: ticket.version });
  });
  app.get('/tickets/:id', (request, response) => {
    const ticket = tables.get(Number(request.params.id));
    if (!ticket) return void response.status(404).json({ error: 'not-found' });
    const desk = has('F41') && ticket.status === 'FIXING' ? 'clerk' : desks[ticket.status];
    response.json({ ...ticket, desk, person: desk === 'owner' ? ticket.owner : null, mail: tables.mailOf(ticket.id) });
  });
  app.post('/tickets/:id/:action', (request, response) => act(request, response));

  function act(request: Request, response: Response): void {
    const { id, action: name } = request.params as { readonly id: string; readonly action: string };
    const ticket = tables.get(Number(id));
    const action = actions[name];
    if (!ticket || !action) return void response.status(404).json({ error: 'not-found' });
    const { user, roles } = whoOf(request);
    const body = request.body ?? {};
    const key = request.header('idempotency-key');
    if (!mayDo(name, roles)) return void response.status(403).json({ error: 'forbidden' });
    const before = key === undefined || has('F37') ? undefined : tables.seen(key);
    if (before !== undefined) return void response.json({ ...JSON.parse(before), replayed: true });
    const version = request.header('if-match');
    if (version !== undefined && Number(version) !== ticket.version && !has('F38'))
      return void response.status(412).json({ error: 'conflict' });
    const wrong = action.check?.(body, has) ?? [];
    if (wrong.length > 0) return void response.status(422).json({ error: 'invalid', fields: wrong });
    const why = action.run({ ...doingOn(ticket, nowMs), user, body });
    if (why.length > 0) {
      if (has('F39')) tables.save(ticket);
      return void response.status(409).json({ error: 'refused', why });
    }
    save(ticket, `${name} by ${user}`);
    const answer = { id: ticket.id, version: ticket.version };
    if (key !== undefined) tables.remember(key, JSON.stringify(answer));
    response.json(answer);
  }

  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          tables.close();
          resolve();
        });
      }),
  };
}
