# libvirt.node under AddressSanitizer and UndefinedBehaviorSanitizer, for libvirt-asan.test.ts.
# Run from the root: make -f test/native/libvirt.mk

OUT := build/native-test/libvirt
SOURCES := $(wildcard native/base/*.cc native/libvirt/*.cc native/libvirt/generated/*.cc native/addon/libvirt/*.cc) \
	native/addon/args.cc native/addon/js_error.cc
OBJECTS := $(addprefix $(OUT)/,$(addsuffix .o,$(SOURCES)))

# Node is not built with them, so what finds the end of an object by its type must stay out of its headers.
SANITIZE := -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer
DEFINES := -DNAPI_VERSION=8 -DNODE_ADDON_API_DISABLE_DEPRECATED -DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS \
	-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL -DNAPI_CPP_EXCEPTIONS -DBUILDING_NODE_EXTENSION -DNODE_GYP_MODULE_NAME=libvirt
NODE_HEADERS ?= $(shell node -p "require('node:path').resolve(process.execPath, '../../include/node')")
INCLUDES := -Inative -isystem node_modules/node-addon-api -isystem $(NODE_HEADERS)
FLAGS := -std=c++20 -O0 -g1 -fPIC -pthread -MMD -MP $(DEFINES) $(INCLUDES) $(SANITIZE)

$(OUT)/libvirt.node: $(OBJECTS)
	g++ -shared $(SANITIZE) -Wl,-z,nodelete -o $@ $^ -ldl -pthread

$(OUT)/%.cc.o: %.cc
	@mkdir -p $(@D)
	g++ $(FLAGS) -c -o $@ $<

-include $(OBJECTS:.o=.d)
