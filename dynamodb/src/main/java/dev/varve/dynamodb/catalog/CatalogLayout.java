package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The keys of the catalog, and its item counts; the page is {@code docs/formats/catalog.md}. */
final class CatalogLayout {
  /** The format version that this release writes; it reads all before. */
  static final int VERSION = 2;

  /** Key of the format version. */
  static final byte[] FORMAT_KEY = {'f'};

  /** Key of the item counts; present from a clean shutdown until the next change. */
  static final byte[] COUNTS_KEY = {'c'};

  /** Not larger than any key of the change logs of a table. */
  static final byte[] FIRST_CHANGE_LOG_KEY = {'l'};

  /** Larger than all keys of change logs. */
  static final byte[] BEHIND_CHANGE_LOG_KEYS = {'l' + 1};

  /** Not larger than any key of the history of a table. */
  static final byte[] FIRST_HISTORY_KEY = {'h'};

  /** Larger than all keys of histories. */
  static final byte[] BEHIND_HISTORY_KEYS = {'h' + 1};

  /** Not larger than any key of a backup. */
  static final byte[] FIRST_BACKUP_KEY = {'b'};

  /** Larger than all keys of backups. */
  static final byte[] BEHIND_BACKUP_KEYS = {'b' + 1};

  /** First byte of the key of a backup; its id follows. */
  private static final byte BACKUP_PREFIX = 'b';

  /** First byte of the key of an export; its id follows. Other releases may pass over it. */
  static final byte EXPORT_PREFIX = (byte) 0x81;

  /** First byte of the key of an import; its id follows. Other releases may pass over it. */
  static final byte IMPORT_PREFIX = (byte) 0x82;

  /**
   * First byte of the key of contributor insights; the numbers of the table and of the index
   * follow, big-endian. Other releases may pass over it.
   */
  static final byte INSIGHT_PREFIX = (byte) 0x90;

  /** First byte of the key of an alarm; its name follows. Other releases may pass over it. */
  static final byte ALARM_PREFIX = (byte) 0x91;

  /** First byte of a table's key; its name follows. */
  private static final byte TABLE_PREFIX = 't';

  /** First byte of the key of a table's change logs; its number follows, big-endian. */
  private static final byte CHANGE_LOG_PREFIX = 'l';

  /** First byte of the key of a table's history; its number follows, big-endian. */
  private static final byte HISTORY_PREFIX = 'h';

  // Fields of the item counts. Stored: never renumber.
  private static final int COUNTS = 1;
  private static final Set<Integer> FIELDS = Set.of(COUNTS);

  private CatalogLayout() {}

  static byte[] tableKey(String name) {
    return key(TABLE_PREFIX, name);
  }

  static byte[] key(byte prefix, String name) {
    byte[] text = Utf8.encode(name);
    byte[] key = new byte[1 + text.length];
    key[0] = prefix;
    System.arraycopy(text, 0, key, 1, text.length);
    return key;
  }

  static byte[] backupKey(String id) {
    return key(BACKUP_PREFIX, id);
  }

  /** The id in a backup's key. */
  static String backupId(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  /** Whether {@code key} is a table's. */
  static boolean isTableKey(byte[] key) {
    return key.length > 1 && key[0] == TABLE_PREFIX;
  }

  /** The name in a table's key. */
  static String tableName(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  /** The key of the change logs of the table with a number. */
  static byte[] changeLogKey(int table) {
    return numberedKey(CHANGE_LOG_PREFIX, table);
  }

  /** The key of the history of the table with a number. */
  static byte[] historyKey(int table) {
    return numberedKey(HISTORY_PREFIX, table);
  }

  private static byte[] numberedKey(byte prefix, int table) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(prefix).putInt(table).array();
  }

  /**
   * The number of the table in the key of its change logs, or of its history.
   *
   * @throws CorruptionException if the key has another length
   */
  static int numberedTable(byte[] key, Path database) throws CorruptionException {
    if (key.length != 1 + Integer.BYTES) {
      throw new CorruptionException(
          "catalog key of a table's number", database, 0, "5 bytes", Integer.toString(key.length));
    }
    return ByteBuffer.wrap(key).getInt(1);
  }

  /**
   * Checks a key that is no table's.
   *
   * @throws UnsupportedFormatException if this release does not know it and may not pass over it
   */
  static void requireSkippable(byte[] key, Path database) throws UnsupportedFormatException {
    boolean skippable = key.length > 0 && key[0] < 0; // 0x80 to 0xff
    boolean isKnown =
        key.length > 0
            && (key[0] == CHANGE_LOG_PREFIX || key[0] == BACKUP_PREFIX || key[0] == HISTORY_PREFIX);
    if (!skippable
        && !isKnown
        && !Arrays.equals(key, FORMAT_KEY)
        && !Arrays.equals(key, COUNTS_KEY)) {
      throw new UnsupportedFormatException(
          database, "the catalog key \"" + new String(key, StandardCharsets.ISO_8859_1) + "\"");
    }
  }

  static byte[] encodeCounts(Map<Integer, Long> counts) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, COUNTS, countList(counts));
    return out.toByteArray();
  }

  /** Counts by partition, which {@link #getCounts} reads. */
  static byte[] countList(Map<Integer, Long> counts) {
    ByteWriter list = new ByteWriter(8 * counts.size());
    int[] partitions = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    for (int partition : partitions) {
      list.putVarint(partition).putVarint(counts.get(partition));
    }
    return list.toByteArray();
  }

  /**
   * Reads item counts.
   *
   * @param version of the catalog's format
   */
  static Map<Integer, Long> decodeCounts(byte[] value, int version, Path database)
      throws IOException {
    if (version == 1) {
      ByteReader in = new ByteReader("item counts", value, database, 0);
      int count = in.getVarintInt();
      Map<Integer, Long> counts = getCounts(in);
      if (count != counts.size()) {
        throw in.corrupt(count + " counts", Integer.toString(counts.size()));
      }
      return counts;
    }
    return TaggedFields.read("item counts", value, database, VERSION, FIELDS)
        .require(COUNTS, CatalogLayout::getCounts);
  }

  /** Reads what {@link #countList} wrote. */
  static Map<Integer, Long> getCounts(ByteReader in) throws CorruptionException {
    Map<Integer, Long> counts = new HashMap<>();
    while (in.remaining() > 0) {
      int partition = in.getVarintInt();
      long count = in.getVarint();
      if (count < 0 || counts.put(partition, count) != null) {
        throw in.corrupt("one count of a partition", partition + ": " + count);
      }
    }
    return counts;
  }
}
