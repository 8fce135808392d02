package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders that stand for buckets of S3, and files for their objects. No key leads out of its
 * bucket.
 *
 * @param files where the folders are
 * @param root holds the buckets' folders
 */
public record Buckets(FileSystem files, Path root) {
  /** Holds what imports say of broken rows. No bucket has such a name. */
  static final String LOGS = ".imports";

  /**
   * Checks a key, or the beginning of keys.
   *
   * @param member where it stands in the request
   * @param key null for none
   * @throws ValidationException if it is no path of a file in a folder
   */
  static void check(String member, String key) {
    if (key == null) {
      return;
    }
    String[] parts = key.split("/", -1);
    for (int part = 0; part < parts.length; part++) {
      boolean isEnd = part == parts.length - 1; // it may be empty: "folder/"
      boolean isName = !parts[part].isEmpty() || isEnd;
      if (!isName
          || parts[part].equals(".")
          || parts[part].equals("..")
          || parts[part].indexOf('\\') >= 0
          || parts[part].chars().anyMatch(Character::isISOControl)) {
        throw ValidationException.invalidValues(
            member + " is no path within a folder that stands for a bucket: " + key);
      }
    }
  }

  private Path path(String bucket, String key) {
    Path path = root.resolve(bucket);
    for (String part : key.split("/", -1)) {
      path = path.resolve(part);
    }
    return path;
  }

  /** Makes an object that did not exist; closing the stream makes it durable. */
  OutputStream create(String bucket, String key) throws IOException {
    Path path = path(bucket, key);
    files.createDirectories(path.getParent());
    return new FileOutput(files, path);
  }

  /** Makes the log of an import; closing the stream makes it durable. */
  OutputStream createLog(String importId) throws IOException {
    Path folder = root.resolve(LOGS);
    files.createDirectories(folder);
    return new FileOutput(files, folder.resolve(importId + ".jsonl"));
  }

  /** Reads an object from its beginning. */
  FileInput open(String bucket, String key) throws IOException {
    return new FileInput(files.openReadOnly(path(bucket, key)));
  }

  /**
   * The keys in a bucket that begin with a text, in their order.
   *
   * @param prefix null for all
   * @throws NoSuchFileException if there is no such bucket
   */
  List<String> keys(String bucket, String prefix) throws IOException {
    Path folder = root.resolve(bucket);
    if (!files.exists(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "there is no such bucket");
    }
    List<String> keys = new ArrayList<>();
    addKeys(folder, "", prefix == null ? "" : prefix, keys);
    return keys;
  }

  private void addKeys(Path folder, String key, String prefix, List<String> keys)
      throws IOException {
    for (String name : files.list(folder)) {
      String full = key + name;
      boolean mayBegin =
          full.startsWith(prefix) || prefix.startsWith(full + "/") || prefix.equals(full);
      if (!mayBegin) {
        continue;
      }
      Path path = folder.resolve(name);
      try {
        addKeys(path, full + "/", prefix, keys);
      } catch (NotDirectoryException _) {
        if (full.startsWith(prefix)) {
          keys.add(full);
        }
      }
    }
  }
}
