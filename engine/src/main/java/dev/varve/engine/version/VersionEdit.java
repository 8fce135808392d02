package dev.varve.engine.version;

import dev.varve.engine.table.FileMetadata;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one step changes: partitions created and dropped, tables added and removed, and how far a
 * partition's log is flushed. All of an edit happens or nothing. Also a whole state, as an edit of
 * nothing.
 *
 * <p>Built by one thread, then not changed any more.
 */
public final class VersionEdit {
  /** A table that enters a level. */
  public record AddedFile(int partition, int level, FileMetadata file) {}

  /** A table that leaves a level. */
  public record RemovedFile(int partition, int level, long number) {}

  /** A table that an earlier edit removed and whose file may still be there. */
  record ObsoleteFile(int partition, long number) {}

  // Stored: never renumber.
  private static final int NEXT_FILE_NUMBER = 1;
  private static final int NEXT_PARTITION = 2;
  private static final int LAST_SEQUENCE = 3;
  private static final int PARTITION_CREATED = 4;
  private static final int PARTITION_DROPPED = 5;
  private static final int FLUSHED_SEQUENCE = 6;
  private static final int FILE_ADDED = 7;
  private static final int FILE_REMOVED = 8;
  private static final int LOG_NEEDED = 9;
  private static final int LOG_DURABLE = 10;
  private static final int FILE_OBSOLETE = 11;

  private final List<Integer> createdPartitions = new ArrayList<>();
  private final List<Integer> droppedPartitions = new ArrayList<>();
  private final Map<Integer, Long> flushedSequences = new LinkedHashMap<>();
  private final List<AddedFile> addedFiles = new ArrayList<>();
  private final List<RemovedFile> removedFiles = new ArrayList<>();
  private final List<ObsoleteFile> obsoleteFiles = new ArrayList<>();
  private long nextFileNumber;
  private int nextPartition;
  private long lastSequence;
  private long logNeededAfter;
  private long logDurable;

  /** Creates an edit that changes nothing. */
  public VersionEdit() {}

  /** Says that file numbers below this one are taken; 0 says nothing. */
  public VersionEdit nextFileNumber(long number) {
    nextFileNumber = number;
    return this;
  }

  /** Says that partition numbers below this one are taken; 0 says nothing. */
  public VersionEdit nextPartition(int number) {
    nextPartition = number;
    return this;
  }

  /** Says that sequence numbers up to this one are taken; 0 says nothing. */
  public VersionEdit lastSequence(long sequence) {
    lastSequence = sequence;
    return this;
  }

  /**
   * Says what the log must hold beside the state that the edit leads to; 0 says nothing.
   *
   * @param neededAfter all writes up to this sequence number are in tables
   * @param durable position up to which the log is durable
   */
  public VersionEdit log(long neededAfter, long durable) {
    logNeededAfter = neededAfter;
    logDurable = durable;
    return this;
  }

  /** Creates an empty partition. */
  public VersionEdit createPartition(int partition) {
    createdPartitions.add(partition);
    return this;
  }

  /** Drops a partition with all its tables. */
  public VersionEdit dropPartition(int partition) {
    droppedPartitions.add(partition);
    return this;
  }

  /** Says that the partition's tables hold all its writes up to a sequence number. */
  public VersionEdit flushedSequence(int partition, long sequence) {
    flushedSequences.put(partition, sequence);
    return this;
  }

  /** Adds a table to a level. */
  public VersionEdit addFile(int partition, int level, FileMetadata file) {
    addedFiles.add(new AddedFile(partition, level, file));
    return this;
  }

  /** Removes a table from a level. */
  public VersionEdit removeFile(int partition, int level, long number) {
    removedFiles.add(new RemovedFile(partition, level, number));
    return this;
  }

  /** Says that a table is removed that an earlier edit removed. */
  VersionEdit obsoleteFile(int partition, long number) {
    obsoleteFiles.add(new ObsoleteFile(partition, number));
    return this;
  }

  List<ObsoleteFile> obsoleteFiles() {
    return obsoleteFiles;
  }

  long logNeededAfter() {
    return logNeededAfter;
  }

  long logDurable() {
    return logDurable;
  }

  List<Integer> createdPartitions() {
    return createdPartitions;
  }

  List<Integer> droppedPartitions() {
    return droppedPartitions;
  }

  Map<Integer, Long> flushedSequences() {
    return flushedSequences;
  }

  List<AddedFile> addedFiles() {
    return addedFiles;
  }

  List<RemovedFile> removedFiles() {
    return removedFiles;
  }

  long nextFileNumber() {
    return nextFileNumber;
  }

  /** Partition numbers below this one are taken; 0 says nothing. */
  public int nextPartition() {
    return nextPartition;
  }

  long lastSequence() {
    return lastSequence;
  }

  void writeTo(ByteWriter out) {
    if (nextFileNumber != 0) {
      out.putVarint(NEXT_FILE_NUMBER).putVarint(nextFileNumber);
    }
    if (nextPartition != 0) {
      out.putVarint(NEXT_PARTITION).putVarint(nextPartition);
    }
    if (lastSequence != 0) {
      out.putVarint(LAST_SEQUENCE).putVarint(lastSequence);
    }
    if (logNeededAfter != 0) {
      out.putVarint(LOG_NEEDED).putVarint(logNeededAfter);
    }
    if (logDurable != 0) {
      out.putVarint(LOG_DURABLE).putVarint(logDurable);
    }
    createdPartitions.forEach(partition -> out.putVarint(PARTITION_CREATED).putVarint(partition));
    droppedPartitions.forEach(partition -> out.putVarint(PARTITION_DROPPED).putVarint(partition));
    flushedSequences.forEach((partition, sequence) ->
        out.putVarint(FLUSHED_SEQUENCE).putVarint(partition).putVarint(sequence));
    for (RemovedFile removed : removedFiles) {
      out.putVarint(FILE_REMOVED)
          .putVarint(removed.partition)
          .putVarint(removed.level)
          .putVarint(removed.number);
    }
    for (AddedFile added : addedFiles) {
      FileMetadata file = added.file;
      out.putVarint(FILE_ADDED)
          .putVarint(added.partition)
          .putVarint(added.level)
          .putVarint(file.number())
          .putVarint(file.fileBytes())
          .putVarint(file.entryCount())
          .putVarint(file.tombstoneCount())
          .putVarint(file.smallestSequence())
          .putVarint(file.largestSequence())
          .putInt(file.checksum())
          .putLengthPrefixed(file.smallest())
          .putLengthPrefixed(file.largest());
    }
    for (ObsoleteFile obsolete : obsoleteFiles) {
      out.putVarint(FILE_OBSOLETE).putVarint(obsolete.partition).putVarint(obsolete.number);
    }
  }

  static VersionEdit read(ByteReader in) throws CorruptionException {
    VersionEdit edit = new VersionEdit();
    while (in.remaining() > 0) {
      int tag = in.getVarintInt();
      switch (tag) {
        case NEXT_FILE_NUMBER -> edit.nextFileNumber(in.getVarint());
        case NEXT_PARTITION -> edit.nextPartition(in.getVarintInt());
        case LAST_SEQUENCE -> edit.lastSequence(in.getVarint());
        case PARTITION_CREATED -> edit.createPartition(in.getVarintInt());
        case PARTITION_DROPPED -> edit.dropPartition(in.getVarintInt());
        case FLUSHED_SEQUENCE -> edit.flushedSequence(in.getVarintInt(), in.getVarint());
        case FILE_REMOVED -> edit.removeFile(in.getVarintInt(), level(in), in.getVarint());
        case FILE_ADDED ->
            edit.addFile(
                in.getVarintInt(),
                level(in),
                new FileMetadata(
                    in.getVarint(),
                    in.getVarint(),
                    in.getVarint(),
                    in.getVarint(),
                    in.getVarint(),
                    in.getVarint(),
                    in.getInt(),
                    in.getLengthPrefixed(),
                    in.getLengthPrefixed()));
        case LOG_NEEDED -> edit.logNeededAfter = in.getVarint();
        case LOG_DURABLE -> edit.logDurable = in.getVarint();
        case FILE_OBSOLETE -> edit.obsoleteFile(in.getVarintInt(), in.getVarint());
        default -> throw in.corrupt("an edit's tag, 1 to 11", Integer.toString(tag));
      }
    }
    return edit;
  }

  private static int level(ByteReader in) throws CorruptionException {
    int level = in.getVarintInt();
    if (level > Version.LAST_LEVEL) {
      throw in.corrupt("a level, 0 to " + Version.LAST_LEVEL, Integer.toString(level));
    }
    return level;
  }
}
