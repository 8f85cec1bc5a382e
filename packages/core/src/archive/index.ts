// @bihuan/core/archive: closed cases in a file that proves itself, and anchors of journals.
export {
  type ArchiveOptions,
  type CaseAnchor,
  copyCases,
  exportAnchors,
  exportClosed,
  removeArchived,
  restoreArchived,
} from './archive.ts';
export { type ArchivedCase, readLine, verifyLine, withoutPersonal } from './line.ts';
