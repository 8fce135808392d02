package dev.varve.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * What opening found beside the data.
 *
 * @param movedAside files and directories that look like the engine's own and of which its manifest
 *     does not know, by their new names; they are never deleted. A process that ended between
 *     writing a table and listing it leaves such a one.
 */
public record Recovery(List<Path> movedAside) {
  /** Takes a copy. */
  public Recovery {
    movedAside = List.copyOf(movedAside);
  }
}
