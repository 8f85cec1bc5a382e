import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { hostileText } from './hostile-text.fixture.ts';
import { attributes, xmlText } from './xml.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  htmlEntities: true,
  parseAttributeValue: false,
  trimValues: false,
});

it('gives text back through a parser, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const source = `<a${attributes({ b: text })}/>`;
      expect(XMLValidator.validate(source)).toBe(true);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot hold
      expect(parser.parse(source).a.b).toBe(text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd'));
    }),
  );
});

it('leaves out an attribute that is undefined', () => {
  expect(attributes({ a: 1, b: undefined })).toBe(' a="1"');
  expect(xmlText('a\u0000<')).toBe('a\ufffd&lt;');
});
