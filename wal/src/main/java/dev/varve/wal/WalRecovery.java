package dev.varve.wal;

import dev.varve.io.CorruptionException;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads a log back. The recovered records are a prefix of the records appended and contain all that
 * were synced; if that cannot be, the log is corrupt: a {@link CorruptionException}.
 *
 * <ol>
 *   <li>Read all headers. Segments below the largest "oldest segment" in them are not needed.
 *   <li>The newest segment with a sound START is the last; its START names the end of the segment
 *       before it, and so on back: the chain. Records that an earlier recovery threw away are not
 *       on it, so they cannot come back. If a START on it is bad, the next older segment is tried.
 *   <li>Read the chain forward, each segment up to the end that its successor states, the last one
 *       up to the first bad record.
 *   <li>At a bad record look for sound ones behind it. It is <i>corrupt</i> if one of them states
 *       that this place was durable, or was written since the operating system started, for then no
 *       power loss can have made the hole. Otherwise the log ends here: nothing is behind, or a
 *       power loss wrote back later pages and not this one.
 *   <li>The segment that is stated to be the oldest needed must be there, and so must the segment
 *       that a NEXT at the end names: its header was durable before.
 * </ol>
 *
 * <p>For one thread, one use.
 */
final class WalRecovery {
  private record Link(SegmentFile segment, int end) {}

  private final FileSystem files;
  private final Path directory;
  private final RecordHandler handler;
  private final long bootHash;
  private final SegmentReader reader;

  /** Files that may hold needed records, by segment id. */
  private final TreeMap<Long, SegmentFile> candidates = new TreeMap<>();

  private final List<SegmentFile> free = new ArrayList<>();
  private long oldest;

  /** The oldest segment behind the log's end that has no sound START. */
  private SegmentFile unstarted;

  private long lastSequence;
  private long readEnd;
  private Path endFile;
  private long beginsAfter;

  /** The segment in which the log goes on behind the last record read, 0 if none is named. */
  private long next;

  private Witness witness = Witness.NONE;

  WalRecovery(FileSystem files, Path directory, RecordHandler handler) {
    this.files = files;
    this.directory = directory;
    this.handler = handler;
    this.endFile = directory;
    this.bootHash = SegmentHeader.bootHash(files.bootId());
    this.reader = new SegmentReader(files);
  }

  FoundSegments recover() throws IOException {
    List<SegmentFile> all =
        files.exists(directory) ? SegmentFile.list(files, directory) : List.of();
    long lastId = 0;
    int lastSlot = 0;
    for (SegmentFile segment : all) {
      lastSlot = Math.max(lastSlot, segment.slot());
      if (segment.header() != null) {
        lastId = Math.max(lastId, segment.id());
        oldest = Math.max(oldest, segment.header().oldestSegmentId());
      }
    }
    sort(all);
    List<Link> chain = newestChain();
    if (oldest > 0 && !candidates.containsKey(oldest)) {
      throw missing(oldest, "the oldest that is needed");
    }
    List<SegmentFile> live = new ArrayList<>();
    long end = replay(chain, live);
    for (SegmentFile segment : live) {
      candidates.remove(segment.id());
    }
    return new FoundSegments(
        live,
        end,
        readEnd,
        endFile,
        beginsAfter,
        lastSequence,
        live.isEmpty() ? lastId + 1 : live.getFirst().id(),
        oldest,
        witness,
        lastId + 1,
        lastSlot + 1,
        free,
        List.copyOf(candidates.values()));
  }

  private void sort(List<SegmentFile> all) throws CorruptionException {
    for (SegmentFile segment : all) {
      if (segment.header() == null || segment.id() < oldest) {
        free.add(segment);
      } else {
        SegmentFile other = candidates.put(segment.id(), segment);
        if (other != null) {
          throw new CorruptionException(
              "segment id",
              segment.path(),
              SegmentHeader.SEGMENT_ID_OFFSET,
              "an id of its own",
              segment.id() + " as in " + other.path());
        }
      }
    }
  }

  /** The segments of the log, oldest first; empty if there is none. */
  private List<Link> newestChain() throws IOException {
    for (SegmentFile segment : candidates.descendingMap().values()) {
      if (loadStart(segment)) {
        oldest = Math.max(oldest, oldestMarked(segment));
        List<Link> chain = chain(segment);
        if (!chain.isEmpty()) {
          return chain;
        }
      } else {
        unstarted = segment;
      }
    }
    return List.of();
  }

  /** Positions the reader at a segment's START, if that is sound. */
  private boolean loadStart(SegmentFile segment) throws IOException {
    reader.load(segment, WalLayout.FIRST_RECORD_OFFSET + WalLayout.CONTROL_BYTES);
    return reader.check(WalLayout.FIRST_RECORD_OFFSET, 0) && reader.kind() == WalLayout.KIND_START;
  }

  /** The oldest segment that the last MARK of a segment names; 0 if it has no MARK. */
  private long oldestMarked(SegmentFile segment) throws IOException {
    reader.load(segment);
    long marked = 0;
    long sequence = 0;
    for (int at = WalLayout.FIRST_RECORD_OFFSET;
        reader.check(at, sequence);
        at = reader.nextOffset()) {
      sequence = reader.sequence();
      if (reader.kind() == WalLayout.KIND_MARK) {
        marked = reader.controlField(WalLayout.MARK_OLDEST_OFFSET);
      }
    }
    return marked;
  }

  /**
   * The segments that lead to {@code newest}, oldest first, each with its end as its successor
   * states it.
   *
   * @return empty if one of them lacks its START: a power loss can do that to the last segments,
   *     where the later ones' pages were written back and the earlier one's were not
   */
  private List<Link> chain(SegmentFile newest) throws IOException {
    Deque<Link> chain = new ArrayDeque<>();
    SegmentFile segment = newest;
    int end = newest.header().segmentBytes();
    while (true) {
      if (!loadStart(segment)) {
        return List.of();
      }
      chain.addFirst(new Link(segment, end));
      long previousEnd = reader.controlField(WalLayout.START_PREVIOUS_END_OFFSET);
      long previousId = LogPosition.segmentId(previousEnd);
      if (previousEnd == LogPosition.NONE || previousId < oldest) {
        return List.copyOf(chain);
      }
      SegmentFile previous = candidates.get(previousId);
      end = LogPosition.offset(previousEnd);
      if (previous == null || previousId >= segment.id() || !inside(previous, end)) {
        throw corrupt(
            "segment start",
            segment,
            "a segment that ends at " + LogPosition.toString(previousEnd),
            "none");
      }
      segment = previous;
    }
  }

  private static boolean inside(SegmentFile segment, int end) {
    return end > WalLayout.FIRST_RECORD_OFFSET && end <= segment.header().segmentBytes();
  }

  private static CorruptionException corrupt(
      String what, SegmentFile segment, String expected, String found) {
    return new CorruptionException(
        what, segment.path(), WalLayout.FIRST_RECORD_OFFSET, expected, found);
  }

  /**
   * Hands all records to the handler.
   *
   * @param live filled with the segments up to the last that holds a record
   * @return the end of the last of those
   */
  private long replay(List<Link> chain, List<SegmentFile> live) throws IOException {
    int kept = 0;
    long end = LogPosition.NONE;
    for (int index = 0; index < chain.size(); index++) {
      Link link = chain.get(index);
      SegmentFile segment = link.segment;
      reader.load(segment);
      boolean holdsRecords = false;
      next = 0;
      int at = WalLayout.FIRST_RECORD_OFFSET;
      while (at < link.end && reader.check(at, lastSequence) && reader.nextOffset() <= link.end) {
        lastSequence = reader.sequence();
        if (reader.kind() == WalLayout.KIND_DATA) {
          holdsRecords = true;
          handler.record(
              lastSequence,
              reader.bytes(),
              reader.payloadOffset(),
              reader.length(),
              segment.id(),
              segment.path());
        } else {
          beginsAfter = readEnd == LogPosition.NONE ? lastSequence : beginsAfter;
          noteWitness();
        }
        next =
            reader.kind() == WalLayout.KIND_NEXT
                ? reader.controlField(WalLayout.NEXT_SEGMENT_OFFSET)
                : 0;
        at = reader.nextOffset();
        readEnd = LogPosition.of(segment.id(), at);
        endFile = segment.path();
      }
      if (holdsRecords) {
        kept = index + 1;
        end = LogPosition.of(segment.id(), at);
      }
      boolean last = index == chain.size() - 1;
      if (at < link.end || last) {
        requireCleanEnd(segment, at, chain.subList(index + 1, chain.size()), link.end);
        requireNext(segment);
        break;
      }
    }
    if (chain.isEmpty()) {
      requireNoRecords();
    }
    assert end <= readEnd : "records end at " + end + ", behind " + readEnd;
    for (Link link : chain.subList(0, kept)) {
      live.add(link.segment);
    }
    return end;
  }

  /** Throws if the segment in which the log goes on behind {@code last} cannot be missing. */
  private void requireNext(SegmentFile last) throws CorruptionException {
    if (next == 0) {
      return;
    }
    SegmentFile following = candidates.get(next);
    if (following == null) {
      throw missing(next, "in which the log goes on behind " + last.path());
    }
    if (last.writtenSinceBoot(bootHash)) {
      throw corrupt(
          "segment start", following, "a START record, as " + last.path() + " says", "none");
    }
    // A power loss took the START, whose sync had not ended.
  }

  private CorruptionException missing(long segmentId, String because) {
    return new CorruptionException(
        "log", directory, 0, "segment " + segmentId + ", " + because, "no file that holds it");
  }

  private void noteWitness() {
    Witness recorded =
        new Witness(
            reader.controlField(WalLayout.WITNESS_MAJOR_OFFSET),
            reader.controlField(WalLayout.WITNESS_MINOR_OFFSET));
    witness = recorded.compareTo(witness) > 0 ? recorded : witness;
  }

  /** Throws if the bad record at {@code at} cannot be where the log ended. */
  private void requireCleanEnd(SegmentFile segment, int at, List<Link> later, int segmentEnd)
      throws IOException {
    String problem = reader.problem();
    Evidence evidence = new Evidence();
    collect(evidence, segment, at + Long.BYTES, segmentEnd);
    for (Link link : later) {
      collect(evidence, link.segment, WalLayout.FIRST_RECORD_OFFSET, link.end);
    }
    SegmentFile newest = later.isEmpty() ? segment : later.getLast().segment;
    collectAll(evidence, candidates.tailMap(newest.id(), false).values());
    judge(evidence, segment, at, problem);
  }

  /** The same where no segment has a sound START: none may ever have had one. */
  private void requireNoRecords() throws IOException {
    Evidence evidence = new Evidence();
    collectAll(evidence, candidates.values());
    if (!candidates.isEmpty()) {
      judge(
          evidence,
          candidates.firstEntry().getValue(),
          WalLayout.FIRST_RECORD_OFFSET,
          "no START record");
    }
  }

  private void collectAll(Evidence evidence, Collection<SegmentFile> segments) throws IOException {
    for (SegmentFile segment : segments) {
      collect(evidence, segment, WalLayout.FIRST_RECORD_OFFSET, segment.header().segmentBytes());
    }
  }

  /** Looks for sound records in a range, at every place where one can begin. */
  private void collect(Evidence evidence, SegmentFile segment, int from, int to)
      throws IOException {
    reader.load(segment);
    int at = from;
    while (at + WalLayout.FRAME_BYTES <= to) {
      if (reader.check(at, lastSequence)) {
        evidence.add(segment, at, reader);
        at = reader.nextOffset();
      } else {
        at += Long.BYTES;
      }
    }
  }

  private void judge(Evidence evidence, SegmentFile segment, int at, String problem)
      throws CorruptionException {
    String because;
    if (evidence.durable > LogPosition.of(segment.id(), at)) {
      because = "the log was durable up to " + LogPosition.toString(evidence.durable);
    } else if (evidence.writtenSinceBoot != LogPosition.NONE) {
      because =
          "one follows at "
              + LogPosition.toString(evidence.writtenSinceBoot)
              + " and the machine has not restarted";
    } else {
      return;
    }
    long witness = Math.max(evidence.durable, evidence.writtenSinceBoot);
    if (unstarted != null && LogPosition.segmentId(witness) >= unstarted.id()) {
      // The log may well go on there; what is surely wrong is the start of that segment.
      throw corrupt("segment start", unstarted, "a START record, for " + because, "none");
    }
    throw new CorruptionException(
        "log record", segment.path(), at, "a record, for " + because, problem);
  }

  /** The statements of the records behind a bad one. */
  private final class Evidence {
    private long durable;
    private long writtenSinceBoot;

    void add(SegmentFile segment, int at, SegmentReader record) {
      switch (record.kind()) {
        case WalLayout.KIND_MARK ->
            durable = Math.max(durable, record.controlField(WalLayout.MARK_DURABLE_OFFSET));
        case WalLayout.KIND_START ->
            durable = Math.max(durable, record.controlField(WalLayout.START_DURABLE_OFFSET));
        case WalLayout.KIND_NEXT ->
            durable = Math.max(durable, record.controlField(WalLayout.NEXT_DURABLE_OFFSET));
        default -> {
          // The caller's bytes say nothing about the log.
        }
      }
      if (segment.writtenSinceBoot(bootHash)) {
        writtenSinceBoot = LogPosition.of(segment.id(), at);
      }
    }
  }
}
