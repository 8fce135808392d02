package dev.varve.io;

/** A file with any number of names and open handles. Guarded by the file system's lock. */
final class RamInode implements RamNode {
  private final RamBytes bytes;
  private int names;
  private int handles;

  RamInode(RamBytes bytes) {
    this.bytes = bytes;
  }

  RamBytes bytes() {
    return bytes;
  }

  void named() {
    names++;
  }

  void unnamed() {
    names--;
    releaseIfGone();
  }

  void opened() {
    handles++;
  }

  void closed() {
    handles--;
    releaseIfGone();
  }

  private void releaseIfGone() {
    if (names == 0 && handles == 0) {
      bytes.release();
    }
  }
}
