package dev.varve.wal;

/**
 * A file of the log's directory that a segment can be in.
 *
 * @param number number in the file's name
 * @param bytes length of the file; 0 if it never held a segment
 * @param pagesResident whether the file's pages are in the page cache in small units, as {@link
 *     dev.varve.io.StorageFile#preallocate} leaves them; after a restart of the machine they come
 *     in by large units, and then every synced record writes such a unit
 */
record SegmentSlot(int number, int bytes, boolean pagesResident) {
  /** The slot of a file that recovery found. */
  static SegmentSlot of(SegmentFile file, long bootHash) {
    int bytes = file.header() == null ? 0 : file.header().segmentBytes();
    return new SegmentSlot(file.slot(), bytes, file.writtenSinceBoot(bootHash));
  }

  /** The slot of a segment that this process began. */
  static SegmentSlot of(Segment segment) {
    return new SegmentSlot(segment.slot(), segment.capacity(), true);
  }
}
