package dev.varve.engine.version;

import dev.varve.engine.table.FileMetadata;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
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

  private final Map<Integer, PartitionProperties> createdPartitions = new LinkedHashMap<>();
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
  public VersionEdit createPartition(int partition, PartitionProperties properties) {
    createdPartitions.put(partition, properties);
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

  /** Says that a file may be there that is no live table: an earlier edit's, or none's. */
  public VersionEdit obsoleteFile(int partition, long number) {
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

  Map<Integer, PartitionProperties> createdPartitions() {
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
    ByteWriter field = new ByteWriter(64);
    if (nextFileNumber != 0) {
      write(out, NEXT_FILE_NUMBER, field.putVarint(nextFileNumber));
    }
    if (nextPartition != 0) {
      write(out, NEXT_PARTITION, field.putVarint(nextPartition));
    }
    if (lastSequence != 0) {
      write(out, LAST_SEQUENCE, field.putVarint(lastSequence));
    }
    if (logNeededAfter != 0) {
      write(out, LOG_NEEDED, field.putVarint(logNeededAfter));
    }
    if (logDurable != 0) {
      write(out, LOG_DURABLE, field.putVarint(logDurable));
    }
    createdPartitions.forEach((partition, properties) -> {
      properties.writeTo(field.putVarint(partition));
      write(out, PARTITION_CREATED, field);
    });
    droppedPartitions.forEach(
        partition -> write(out, PARTITION_DROPPED, field.putVarint(partition)));
    flushedSequences.forEach((partition, sequence) ->
        write(out, FLUSHED_SEQUENCE, field.putVarint(partition).putVarint(sequence)));
    for (RemovedFile removed : removedFiles) {
      field.putVarint(removed.partition).putVarint(removed.level).putVarint(removed.number);
      write(out, FILE_REMOVED, field);
    }
    for (AddedFile added : addedFiles) {
      FileMetadata file = added.file;
      field
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
      write(out, FILE_ADDED, field);
    }
    for (ObsoleteFile obsolete : obsoleteFiles) {
      write(out, FILE_OBSOLETE, field.putVarint(obsolete.partition).putVarint(obsolete.number));
    }
  }

  /** Writes one field, and clears it. */
  private static void write(ByteWriter out, int tag, ByteWriter field) {
    out.putVarint(tag).putVarint(field.length()).putBytes(field.array(), 0, field.length());
    field.clear();
  }

  /**
   * Reads an edit up to the reader's end.
   *
   * @param version of the manifest's format
   */
  static VersionEdit read(ByteReader in, int version)
      throws CorruptionException, UnsupportedFormatException {
    VersionEdit edit = new VersionEdit();
    while (in.remaining() > 0) {
      int tag = in.getVarintInt();
      if (version == ManifestLayout.OLDEST_VERSION) {
        edit.readValues(tag, in, version);
      } else {
        ByteReader field = in.slice(in.getVarintInt());
        edit.readValues(tag, field, version);
        if (field.remaining() > 0) {
          throw field.corrupt("the end of field " + tag, field.remaining() + " more bytes");
        }
      }
    }
    return edit;
  }

  private void readValues(int tag, ByteReader in, int version)
      throws CorruptionException, UnsupportedFormatException {
    switch (tag) {
      case NEXT_FILE_NUMBER -> nextFileNumber = in.getVarint();
      case NEXT_PARTITION -> nextPartition = in.getVarintInt();
      case LAST_SEQUENCE -> lastSequence = in.getVarint();
      case PARTITION_CREATED -> {
        int partition = in.getVarintInt();
        PartitionProperties properties =
            version == ManifestLayout.OLDEST_VERSION
                ? PartitionProperties.NONE
                : PartitionProperties.read(in);
        if (createdPartitions.put(partition, properties) != null) {
          throw in.corrupt("each partition once", "partition " + partition + " again");
        }
      }
      case PARTITION_DROPPED -> dropPartition(in.getVarintInt());
      case FLUSHED_SEQUENCE -> flushedSequence(in.getVarintInt(), in.getVarint());
      case FILE_REMOVED -> removeFile(in.getVarintInt(), level(in), in.getVarint());
      case FILE_ADDED -> addFile(in.getVarintInt(), level(in), file(in));
      case LOG_NEEDED -> logNeededAfter = in.getVarint();
      case LOG_DURABLE -> logDurable = in.getVarint();
      case FILE_OBSOLETE -> obsoleteFile(in.getVarintInt(), in.getVarint());
      default -> {
        // Without lengths, as in the oldest version, nothing can be passed over.
        if (tag < 1 || version == ManifestLayout.OLDEST_VERSION) {
          throw in.corrupt("a known tag of an edit", Integer.toString(tag));
        }
        FieldTags.requireSkippable(in, "manifest field", tag);
        in.skip(in.remaining());
      }
    }
  }

  private static FileMetadata file(ByteReader in) throws CorruptionException {
    return new FileMetadata(
        in.getVarint(),
        in.getVarint(),
        in.getVarint(),
        in.getVarint(),
        in.getVarint(),
        in.getVarint(),
        in.getInt(),
        in.getLengthPrefixed(),
        in.getLengthPrefixed());
  }

  private static int level(ByteReader in) throws CorruptionException {
    int level = in.getVarintInt();
    if (level > Version.LAST_LEVEL) {
      throw in.corrupt("a level, 0 to " + Version.LAST_LEVEL, Integer.toString(level));
    }
    return level;
  }
}
