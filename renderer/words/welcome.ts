/** What the first start says. */
export const welcome = {
  title: 'Correct masks, train a network, see what it learned',
  cocoTitle: 'Open a COCO file',
  cocoText: 'You have pictures and an annotation file such as instances_train2017.json.',
  folderTitle: 'Open a folder of pictures',
  folderText: 'You have pictures without labels and want to draw the masks yourself.',
  sampleTitle: 'Try it with sample pictures',
  sampleText: 'Draws 60 pictures of cats and dogs with exact masks. Nothing is fetched.',
  recent: 'Recent projects',
} as const;
