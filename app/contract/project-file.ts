/** The small file that makes a folder a project, and is opened by a double click. */
export const projectFileName = 'project.maskwright';
