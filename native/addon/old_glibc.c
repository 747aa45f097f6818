/* The static libstdc++ reads this flag of glibc 2.32 to skip atomic operations while a process has one
 * thread. A Node process never has one thread, and with our own copy kvm.node loads on older glibc too. */
char __libc_single_threaded = 0;
