package dev.varve.tools.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of an export to S3, {@code AWSDynamoDB/<id>}, or one above it: its manifests tell
 * which files it has, how many items are in each, and their checksums.
 */
final class S3Export {
  private static final String SUMMARY = "manifest-summary";
  private static final String FILES = "manifest-files";
  private static final String JSON = ".json";
  private static final String DATA = "data";
  private static final List<String> FORMATS = List.of("DYNAMODB_JSON", "ION");

  /** How far above the export a folder may be: bucket, a prefix of a few parts, AWSDynamoDB. */
  private static final int MAX_DEPTH = 8;

  private final Path folder;

  private S3Export(Path folder) {
    this.folder = folder;
  }

  /**
   * Lists the data files of the export in or below {@code folder}.
   *
   * @throws IOException if there is none, or more than one, or something of it is missing or
   *     damaged, the data files' contents apart; the message says what
   */
  static List<ItemFile> files(Path folder) throws IOException {
    // The walk goes into no link, not even where it begins.
    Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
    List<Path> exports = find(start);
    Path parent = start.toAbsolutePath().normalize().getParent();
    if (exports.isEmpty() && parent != null && start.toAbsolutePath().normalize().endsWith(DATA)) {
      exports = find(parent);
    }
    if (exports.size() > 1) {
      throw new IOException(
          folder
              + ": holds several exports; name one of them: "
              + exports.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    if (exports.isEmpty()) {
      List<Path> data = below(start, S3Export::isDataFile);
      if (data.stream().map(Path::getParent).distinct().count() != 1) {
        throw new IOException(
            folder
                + ": is a directory, and no export to S3: there is no "
                + FILES
                + ".json in it, and no data/*.json.gz or *.ion.gz");
      }
      requireNothingBeside(
          folder, data.getFirst().getParent(), below(start, S3Export::isNoPartOfAnExport));
      return data.stream()
          .map(file -> new ItemFile(new Source.File(file), Optional.empty()))
          .toList();
    }
    Path export = exports.getFirst();
    requireNothingBeside(folder, export, othersBeside(export, start));
    return new S3Export(export).files();
  }

  private static void requireNothingBeside(Path folder, Path export, List<Path> others)
      throws IOException {
    if (!others.isEmpty()) {
      throw new IOException(
          folder
              + ": is a directory with other files, such as "
              + others.getFirst()
              + ", beside the export "
              + export
              + "; name what is to be imported");
    }
  }

  /** The files below {@code start} that are no part of an export. Hidden ones do not count. */
  private static List<Path> othersBeside(Path export, Path start) throws IOException {
    Path inside = export.toAbsolutePath().normalize();
    return below(
        start,
        path -> {
          Path file = path.toAbsolutePath().normalize();
          return isVisibleFile(file)
              && !file.startsWith(inside)
              && !file.startsWith(inside.resolveSibling(DATA));
        });
  }

  /** The folders with a manifest, in or below {@code folder}. */
  private static List<Path> find(Path folder) throws IOException {
    return below(folder, path -> path.endsWith(FILES + JSON) || path.endsWith(SUMMARY + JSON))
        .stream()
        .map(Path::getParent)
        .distinct()
        .toList();
  }

  private static boolean isVisibleFile(Path path) {
    return Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".");
  }

  private static boolean isDataFile(Path path) {
    return path.getFileName().toString().matches(".*\\.(json|ion)\\.gz")
        && path.toAbsolutePath().normalize().getParent().endsWith(DATA);
  }

  /** Whether a file is neither data nor what else an export that lost its manifests has. */
  private static boolean isNoPartOfAnExport(Path path) {
    return isVisibleFile(path)
        && !isDataFile(path)
        && !path.getFileName().toString().matches("_started|manifest-.*");
  }

  private static List<Path> below(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.walk(folder, MAX_DEPTH)) {
      return paths.filter(wanted).sorted().toList();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private List<ItemFile> files() throws IOException {
    long promised = -1;
    if (Files.exists(folder.resolve(SUMMARY + JSON))) {
      List<ExportManifest> summaries = ExportManifest.read(folder, SUMMARY);
      if (summaries.isEmpty()) {
        throw new IOException(folder.resolve(SUMMARY + JSON) + ": it is empty");
      }
      for (ExportManifest summary : summaries) {
        promised = summary.count("itemCount");
        String format = summary.text("outputFormat");
        if (!format.isEmpty() && !FORMATS.contains(format)) {
          throw new IOException(
              folder
                  + ": is an export in the format "
                  + format
                  + "; those that can be read are "
                  + String.join(" and ", FORMATS));
        }
      }
    }
    if (!Files.exists(folder.resolve(FILES + JSON))) {
      throw new IOException(folder + ": " + FILES + ".json is missing: the export is not whole");
    }
    List<ItemFile> files = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    long items = 0;
    List<ExportManifest> entries = ExportManifest.read(folder, FILES);
    if (entries.isEmpty() && promised != 0) {
      throw new IOException(folder.resolve(FILES + JSON) + ": it is empty");
    }
    for (ExportManifest entry : entries) {
      String key = entry.text("dataFileS3Key");
      String name = key.substring(key.lastIndexOf('/') + 1);
      long count = entry.count("itemCount");
      items += Math.max(0, count);
      Optional<Path> file = locate(name);
      if (file.isEmpty()) {
        missing.add(key);
      } else {
        files.add(
            new ItemFile(
                new Source.File(file.get()),
                Optional.of(new FilePromise(entry.text("md5Checksum"), count))));
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          folder
              + ": "
              + missing.size()
              + " of the files that "
              + FILES
              + ".json names are missing: "
              + String.join(", ", missing));
    }
    if (promised >= 0 && promised != items) {
      throw new IOException(
          folder
              + ": "
              + FILES
              + ".json names files with "
              + items
              + " items, "
              + SUMMARY
              + ".json says "
              + promised);
    }
    return files;
  }

  /** Full exports have their own data folder, incremental ones share one beside them. */
  private Optional<Path> locate(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Stream.of(
            folder.resolve(DATA).resolve(name),
            folder.toAbsolutePath().resolveSibling(DATA).resolve(name),
            folder.resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
