package dev.varve.io;

/** What a name in a {@link RamFileSystem} stands for. */
sealed interface RamNode permits RamDirectory, RamInode {}
