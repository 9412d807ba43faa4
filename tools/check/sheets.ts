/** What every sheet of the page keeps to, so that its keys are its own and the walk of the scanners comes by. */
import ts from 'typescript';

export type SheetFault = Readonly<{ node: ts.Node; says: string }>;

/** Hooks that bind keys to the layer of whoever calls them. */
const bindsKeys = new Set(['useKeys', 'useTypedKeys']);
/** A sheet of its own: the others are made of these. */
const bare = new Set(['Sheet', 'NumberSheet', 'ReasonSheet']);

/** Faults of the sheets in a file of the page. */
export function sheetFaults(source: ts.SourceFile): readonly SheetFault[] {
  const faults: SheetFault[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(node)) {
      const call = ownCalls(node).find((name) => bindsKeys.has(name.text));
      if (call && returnsSheet(node)) {
        const says = `${call.text} beside a sheet binds to what lies under it: \`keys\` and \`on\` of the sheet, or a part within it`;
        faults.push({ node: call, says });
      }
    }
    if (isTag(node) && bare.has(node.tagName.getText()) && !isNamed(node)) {
      const says = 'a sheet has an id that ends in -dialog, written out: tests find it by that';
      faults.push({ node, says });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

type Tag = ts.JsxOpeningElement | ts.JsxSelfClosingElement;
const isTag = (node: ts.Node): node is Tag =>
  ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node);
const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

/** What `node` does itself, not the functions in it. */
function inBody(node: ts.FunctionLikeDeclaration, look: (part: ts.Node) => void): void {
  const visit = (part: ts.Node): void => {
    if (isFunction(part)) return;
    look(part);
    ts.forEachChild(part, visit);
  };
  if (node.body) visit(node.body);
}

function ownCalls(node: ts.FunctionLikeDeclaration): readonly ts.Identifier[] {
  const calls: ts.Identifier[] = [];
  inBody(node, (part) => {
    if (ts.isCallExpression(part) && ts.isIdentifier(part.expression)) calls.push(part.expression);
  });
  return calls;
}

function returnsSheet(node: ts.FunctionLikeDeclaration): boolean {
  let found = false;
  inBody(node, (part) => {
    if (ts.isReturnStatement(part) && part.expression && isSheet(part.expression)) found = true;
  });
  return found;
}

function isSheet(shown: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(shown)) return isSheet(shown.expression);
  if (ts.isConditionalExpression(shown)) return isSheet(shown.whenTrue) || isSheet(shown.whenFalse);
  const tag = ts.isJsxElement(shown) ? shown.openingElement : shown;
  return isTag(tag) && /Sheet$/.test(tag.tagName.getText());
}

/** Or it is handed on by a sheet that others give a name to. */
function isNamed(tag: Tag): boolean {
  const id = tag.attributes.properties.find(
    (one): one is ts.JsxAttribute => ts.isJsxAttribute(one) && one.name.getText() === 'id',
  )?.initializer;
  if (id === undefined) return false;
  if (ts.isStringLiteral(id)) return id.text.endsWith('-dialog');
  return id.getText() === '{props.id}';
}
