package dev.varve.testing;

/** What a name stands for. */
sealed interface Node permits Directory, Inode {}
