/** For electron-builder: false says that the app folder brings all it needs, so that no package is looked for. */
export default function beforeBuild() {
  return false;
}
