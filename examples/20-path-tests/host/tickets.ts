// The host's own tables: tickets, mail, seen requests, audit. Plain SQL, nothing of ours.
import { DatabaseSync } from 'node:sqlite';

export interface Ticket {
  id: number;
  status: string;
  reporter: string;
  owner: string | null;
  days: number;
  hold_days: number;
  fixers: string;
  late: number;
  reminders: number;
  declines: number;
  rework: number;
  rebounds: number;
  holds: number;
  due_kind: string | null;
  due_at: number | null;
  version: number;
}

export function openTables() {
  const db = new DatabaseSync(':memory:');
  db.exec(`
    CREATE TABLE ticket (
      id INTEGER PRIMARY KEY, status TEXT, reporter TEXT, owner TEXT, days INTEGER DEFAULT 0, hold_days INTEGER DEFAULT 0,
      fixers TEXT DEFAULT '', late INTEGER DEFAULT 0, reminders INTEGER DEFAULT 0, declines INTEGER DEFAULT 0, rework INTEGER DEFAULT 0,
      rebounds INTEGER DEFAULT 0, holds INTEGER DEFAULT 0, due_kind TEXT, due_at INTEGER, version INTEGER DEFAULT 1);
    CREATE TABLE mail (ticket INTEGER, name TEXT);
    CREATE TABLE seen (key TEXT PRIMARY KEY, answer TEXT);
    CREATE TABLE audit (ticket INTEGER, line TEXT);
  `);
  const columns = [
    ...['status', 'reporter', 'owner', 'days', 'hold_days', 'fixers', 'late', 'reminders'],
    ...['declines', 'rework', 'rebounds', 'holds', 'due_kind', 'due_at', 'version'],
  ] as const;
  const save = db.prepare(`UPDATE ticket SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`);
  const get = db.prepare('SELECT * FROM ticket WHERE id = ?');
  const due = db.prepare('SELECT * FROM ticket WHERE due_at <= ? ORDER BY due_at LIMIT 1');
  const mail = db.prepare('INSERT INTO mail VALUES (?, ?)');
  const mailOf = db.prepare('SELECT name FROM mail WHERE ticket = ?');
  return {
    add: (reporter: string, status: string): number =>
      Number(db.prepare('INSERT INTO ticket (status, reporter) VALUES (?, ?)').run(status, reporter).lastInsertRowid),
    get: (id: number) => get.get(id) as unknown as Ticket | undefined,
    save: (ticket: Ticket) => save.run(...columns.map((column) => ticket[column]), ticket.id),
    firstDue: (nowMs: number) => due.get(nowMs) as unknown as Ticket | undefined,
    send: (ticket: number, name: string) => mail.run(ticket, name),
    mailOf: (ticket: number) => mailOf.all(ticket).map((row) => row['name'] as string),
    seen: (key: string) => db.prepare('SELECT answer FROM seen WHERE key = ?').get(key)?.['answer'] as string | undefined,
    remember: (key: string, answer: string) => db.prepare('INSERT OR IGNORE INTO seen VALUES (?, ?)').run(key, answer),
    audit: (ticket: number, line: string) => db.prepare('INSERT INTO audit VALUES (?, ?)').run(ticket, line),
    close: () => db.close(),
  };
}

export type Tables = ReturnType<typeof openTables>;
